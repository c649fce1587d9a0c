-- Ends waiting rows of a cancelled batch, some at a time; rows in hand end when they settle. A row
-- that waits has no open calls.
--
-- KEYS  batch     hash
--       counters  hash
--       events    stream
--       steps     hash: row -> steps of its attempt
--       then the zsets of waiting rows: due by tier, and sent
-- ARGV  prefix    of row keys (same hash tag)
--       max       rows at most
-- Reply the number of rows ended | -1 when the batch is not cancelled

local batch, counters, events, steps = unpack(KEYS, 1, 4)
local prefix, max = ARGV[1], tonumber(ARGV[2])
if redis.call("HGET", batch, "status") ~= "cancelled" then
  return -1
end
local now = now_ms()
local ended = 0
local lines, counted = {}, new_tally()
for k = 5, #KEYS do
  local rows = redis.call("ZRANGE", KEYS[k], 0, max - ended - 1)
  for _, n in ipairs(rows) do
    local row = prefix .. n
    local v = redis.call("HMGET", row, "s", "t", "w", "tr", "a")
    local attempts = attempts_of(v[5])
    local line = transition("cancelled", v[2], attempts[tonumber(v[2])], "cancelled", now, "0")
    redis.call("ZREM", KEYS[k], n)
    redis.call("HDEL", steps, n)
    redis.call("HSET", row, "s", "failed", "r", "cancelled", "tr", (v[4] or "") .. line)
    local weight = tonumber(v[3] or "1")
    counted.add(v[1], -weight)
    counted.add("failed", weight)
    counted.add(did("cancelled", v[2], "cancelled"), 1)
    counted.add("reason:cancelled", weight)
    lines[#lines + 1] = n .. "," .. line
  end
  ended = ended + #rows
  if ended >= max then
    break
  end
end
counted.write(counters)
announce(events, lines)
finish_if_done(batch, counters, now)
return ended
