-- Writes what an attempt came to, if the caller still holds the row.
--
-- KEYS  row       hash
--       batch     hash
--       counters  hash
--       held      zset
--       due       zset of the tier that the row goes to (unused when it ends)
--       events    stream
-- ARGV  n         the row
--       fence     the caller's
--       event     answered | closed | escalated | released | gave_up
--       tier      number of the tier that it goes to (or ends on)
--       reason    or ""
--       verdict   "confirmed" or ""
--       due       ms at which it is due again
--       refund    "1": the attempt does not count
--       cost      nano-dollars of this attempt
--       cold      deflated JSON, base64
-- Reply "settled" | "done" (settled, and the batch with it) | "stale" (the fence has moved on)
--       | "unproven" (an answer without a confirmed verdict is refused)

local row, batch, counters, held, due, events = unpack(KEYS)
local n, fence, event, tier, reason = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local verdict, due_at, refund, cost, cold = ARGV[6], ARGV[7], ARGV[8], ARGV[9], ARGV[10]

local v = redis.call("HMGET", row, "s", "f", "a", "w", "tr", "t", "p")
if v[1] ~= "in_progress" or v[2] ~= fence then
  return "stale"
end
if event == "answered" and verdict ~= "confirmed" then
  return "unproven"
end
local now = now_ms()
local cancelled = redis.call("HGET", batch, "status") == "cancelled"
if cancelled and event ~= "answered" and event ~= "closed" then
  event, reason, tier = "cancelled", "cancelled", v[6]
end

local weight = tonumber(v[4] or "1")
local worked = tonumber(v[6])
local attempts = attempts_of(v[3])
local line = transition(event, worked, attempts[worked], reason, now, cost)
local to = ({ answered = "completed", closed = "completed", escalated = "escalated",
  released = "pending", gave_up = "failed", cancelled = "failed" })[event]
local fields = { "s", to, "t", tier, "tr", (v[5] or "") .. line, "x", cold }
local function set(name, value)
  fields[#fields + 1] = name
  fields[#fields + 1] = value
end

if refund == "1" then
  attempts[worked] = attempts[worked] - 1
  set("a", table.concat(attempts, ","))
  set("p", int(tonumber(v[7] or "0") + 1))
end
if reason ~= "" then set("r", reason) end
if cost ~= "0" then
  redis.call("HINCRBY", row, "c", cost)
  redis.call("HINCRBY", counters, "cost", cost)
  redis.call("HINCRBY", counters, "cost:" .. worked, cost)
end
if event == "answered" then set("o", "answered") end
if event == "closed" then set("o", "undeterminable") end
redis.call("HSET", row, unpack(fields))
redis.call("ZREM", held, n)
move(counters, "in_progress", to, weight)
announce(events, n, line)

if to == "pending" or to == "escalated" then
  redis.call("ZADD", due, due_at, n)
  if to == "escalated" then
    redis.call("HINCRBY", counters, "escalated:" .. worked .. ":" .. reason, weight)
  end
  return "settled"
end
if event == "answered" then
  redis.call("HDEL", row, "r")
  redis.call("HINCRBY", counters, "answered", weight)
  redis.call("HINCRBY", counters, "answered:" .. worked, weight)
else
  if event == "closed" then
    redis.call("HINCRBY", counters, "undeterminable", weight)
  end
  redis.call("HINCRBY", counters, "reason:" .. reason, weight)
end
if finish_if_done(batch, counters, now) then
  return "done"
end
return "settled"
