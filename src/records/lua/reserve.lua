-- Sets money aside for one call, when every ceiling has room for its worst case.
--
-- KEYS  batch    hash
--       row      hash
--       money    hash
--       calls    hash: call -> open reservation
-- ARGV  fence    the caller's
--       call      unique in the batch
--       nano      worst case
--       tokens    worst case
--       tier      number
--       agent     escaped name
--       sums      name of its sums, see money.lua
--       head      JSON, see money.lua
--       record    ceiling of the record, nano-dollars, or ""
--       run       ceiling of the agent in this batch, nano-dollars, or ""
--       most      tokens that the agent may use on the record, or ""
-- Reply "reserved" | "stale" (the row is not the caller's) | "cancelled" (the batch is)
--       | "record_budget" | "agent_tokens" | "agent_budget" | "batch_ceiling"
--       | "batch_wait" (it would fit once calls in flight have ended below their worst case)

local batch, row, money, calls = unpack(KEYS)
local fence, call, nano, tokens, tier, agent, sums, head = unpack(ARGV, 1, 8)
local record, run, most = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11])
local wanted = tonumber(nano)

local v = redis.call("HMGET", row, "s", "f", "c", "oc", "k" .. tier)
if v[1] ~= "in_progress" or v[2] ~= fence then
  return "stale"
end
-- Sent again by a client whose connection broke.
if redis.call("HEXISTS", calls, call) == 1 then
  return "reserved"
end
local b = redis.call("HMGET", batch, "status", "maxUsdNano")
if b[1] == "cancelled" then
  return "cancelled"
end

local _, open = open_calls(v[4])
if record and tonumber(v[3] or "0") + open + wanted > record then
  return "record_budget"
end
if most and tonumber(v[5] or "0") + tonumber(tokens) > most then
  return "agent_tokens"
end
local m = redis.call("HMGET", money, "spent", "reserved", "spent:" .. agent, "reserved:" .. agent)
for i = 1, 4 do
  m[i] = tonumber(m[i] or "0")
end
if run and m[3] + m[4] + wanted > run then
  return m[3] + wanted > run and "agent_budget" or "batch_wait"
end
local ceiling = tonumber(b[2] or "")
if ceiling and m[1] + m[2] + wanted > ceiling then
  return m[1] + wanted > ceiling and "batch_ceiling" or "batch_wait"
end

add(money, "reserved", wanted)
add(money, "reserved:" .. agent, wanted)
add(row, "k" .. tier, tonumber(tokens))
redis.call("HSET", row, "oc", (v[4] or "") .. call .. ":" .. nano .. " ")
redis.call("HSET", calls, call,
  table.concat({ int(now_ms()), nano, tokens, tier, agent, sums, head }, ","))
return "reserved"
