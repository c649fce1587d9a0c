-- Writes what one sender did, and keeps its lease alive; refused when another one has the lease.
--
-- KEYS  sender       string: the token of who sends
--       deliveries   hash: "<channel> <event>" -> JSON
--       pending      zset: "<channel> <event>" by when it is tried next
--       ended        zset: "<channel> <event>" by when it ended
--       channels     hash: channel -> JSON
-- ARGV  token, lease_ms
--       channel, state JSON
--       most         ended deliveries that are kept
--       then for each delivery: field, JSON, "pending" | "ended", ms of its next try or end
-- Reply "saved" | "lost"

local sender, deliveries, pending, ended, channels = unpack(KEYS)
local token, lease_ms, channel, state, most = unpack(ARGV, 1, 5)
if redis.call("GET", sender) ~= token then return "lost" end
redis.call("PEXPIRE", sender, lease_ms)
redis.call("HSET", channels, channel, state)

for i = 6, #ARGV, 4 do
  local field, json, where, at = unpack(ARGV, i, i + 3)
  redis.call("HSET", deliveries, field, json)
  if where == "pending" then
    redis.call("ZADD", pending, at, field)
  else
    redis.call("ZREM", pending, field)
    redis.call("ZADD", ended, at, field)
  end
end

local over = redis.call("ZCARD", ended) - tonumber(most)
if over > 0 then
  local gone = redis.call("ZPOPMIN", ended, over)
  for i = 1, #gone, 2 do redis.call("HDEL", deliveries, gone[i]) end
end
return "saved"
