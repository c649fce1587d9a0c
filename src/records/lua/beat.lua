-- Writes down that a worker process lives, and forgets those that have been silent for an hour.
--
-- KEYS  workers  hash: id -> "<ms> <JSON>"
-- ARGV  id       of the worker
--       beat     JSON
-- Reply "ok"

local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local known = redis.call("HGETALL", KEYS[1])
for i = 1, #known, 2 do
  if now - tonumber(string.match(known[i + 1], "^%d+") or "0") > 3600000 then
    redis.call("HDEL", KEYS[1], known[i])
  end
end
redis.call("HSET", KEYS[1], ARGV[1], string.format("%.0f", now) .. " " .. ARGV[2])
return "ok"
