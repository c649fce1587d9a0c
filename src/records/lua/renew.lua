-- Prolongs the leases of rows that a worker still holds.
--
-- KEYS  batch   hash
--       held    zset: row -> ms at which the lease ends
-- ARGV  prefix  of row keys (same hash tag)
--       lease   ms
--       then per row: row, fence
-- Reply the batch's status, then the rows that are no longer the caller's

local batch, held = KEYS[1], KEYS[2]
local prefix, lease = ARGV[1], tonumber(ARGV[2])
local till = int(now_ms() + lease)
local reply = { redis.call("HGET", batch, "status") or "gone" }
for i = 3, #ARGV, 2 do
  local n, fence = ARGV[i], ARGV[i + 1]
  local v = redis.call("HMGET", prefix .. n, "s", "f")
  if v[1] == "in_progress" and v[2] == fence then
    redis.call("ZADD", held, till, n)
  else
    reply[#reply + 1] = n
  end
end
return reply
