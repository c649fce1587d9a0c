-- Makes ended rows work again on one tier, with fresh attempts. What they cost stays spent, and
-- what was paid for stays in the journal.
--
-- KEYS  batch     hash
--       counters  hash
--       due       zset of that tier
--       events    stream
-- ARGV  prefix    of row keys (same hash tag)
--       tier      number of that tier
--       then the rows
-- Reply the number of rows reopened; none of a batch that lies in the archive

local batch, counters, due, events = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local prefix, tier = ARGV[1], ARGV[2]
if redis.call("HEXISTS", batch, "archive") == 1 then
  return 0
end
local now = now_ms()
local lines, counted = {}, new_tally()
for i = 3, #ARGV do
  local n = ARGV[i]
  local row = prefix .. n
  local v = redis.call("HMGET", row, "s", "r", "o", "w", "tr", "t")
  -- A line that was never valid input stays refused: retrying can't mend it.
  local ended = v[1] == "failed" and v[2] ~= "invalid_input" or v[1] == "completed"
  if ended then
    local weight = tonumber(v[4] or "1")
    local line = transition("reopened", tier, "0", "", now, "0")
    redis.call("HDEL", row, "r", "o", "a", "p", "l", "ms")
    redis.call("HSET", row, "s", "pending", "t", tier, "tr", (v[5] or "") .. line)
    redis.call("ZADD", due, int(now), n)
    counted.add(v[1], -weight)
    counted.add("pending", weight)
    counted.add(did("reopened", tier, ""), 1)
    if v[2] then counted.add("reason:" .. v[2], -weight) end
    if v[3] == "answered" then
      counted.add("answered", -weight)
      counted.add("answered:" .. v[6], -weight)
    elseif v[3] then
      counted.add("undeterminable", -weight)
    end
    lines[#lines + 1] = n .. "," .. line
  end
end
counted.write(counters)
announce(events, lines)
if #lines > 0 then
  -- Who paused a batch wants it paused.
  if redis.call("HGET", batch, "status") ~= "paused" then
    redis.call("HSET", batch, "status", "active")
  end
  redis.call("HDEL", batch, "doneAt", "deliveredAt")
end
return #lines
