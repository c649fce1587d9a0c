-- Takes due rows out for a queue. Each gets a new epoch, so that an older job of it is void.
--
-- KEYS  batch   hash
--       due     zset of the tier: row -> ms
--       sent    zset: row -> ms of dispatch
-- ARGV  prefix  of row keys (same hash tag)
--       max     rows at most
-- Reply the batch's status, then row, epoch, row, epoch, ...

local batch, due, sent = KEYS[1], KEYS[2], KEYS[3]
local prefix, max = ARGV[1], ARGV[2]

local status = redis.call("HGET", batch, "status") or "gone"
local reply = { status }
if status ~= "active" then
  return reply
end
local now = int(now_ms())
local rows = redis.call("ZRANGEBYSCORE", due, "-inf", now, "LIMIT", 0, max)
if #rows == 0 then
  return reply
end
redis.call("ZREM", due, unpack(rows))
local scored = {}
for i = 1, #rows do
  scored[#scored + 1] = now
  scored[#scored + 1] = rows[i]
  reply[#reply + 1] = rows[i]
  reply[#reply + 1] = redis.call("HINCRBY", prefix .. rows[i], "e", 1)
end
redis.call("ZADD", sent, unpack(scored))
return reply
