-- Gives a dispatched row to one worker: a new fence, a lease, an attempt.
--
-- KEYS  row       hash
--       batch     hash
--       counters  hash
--       sent      zset: row -> ms of dispatch
--       held      zset: row -> ms at which the lease ends
--       due       zset of the tier: row -> ms
--       events    stream
-- ARGV  n         the row
--       tier      number
--       epoch     of the job
--       lease     ms
-- Reply "stale" (the row is elsewhere) | "returned" (the batch is paused or cancelled: due again)
--       | fence, attempts "1,0,2", postponements, cells, cold or ""

local row, batch, counters, sent, held, due, events = unpack(KEYS)
local n, tier, epoch, lease = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])

local v = redis.call("HMGET", row, "s", "t", "e", "f", "a", "w", "tr", "in", "x", "p")
local state = v[1]
if (state ~= "pending" and state ~= "escalated") or tonumber(v[2]) ~= tier or v[3] ~= epoch then
  return "stale"
end
if redis.call("ZREM", sent, n) == 0 then
  return "stale"
end
local now = now_ms()
if redis.call("HGET", batch, "status") ~= "active" then
  redis.call("ZADD", due, int(now), n)
  return "returned"
end

local attempts = attempts_of(v[5])
attempts[tier] = attempts[tier] + 1
local tried = table.concat(attempts, ",")
local fence = tonumber(v[4] or "0") + 1
local line = transition("claimed", tier, attempts[tier], "", now, "0")
redis.call("HSET", row, "s", "in_progress", "f", int(fence), "a", tried, "at", int(now),
  "tr", (v[7] or "") .. line)
redis.call("ZADD", held, int(now + lease), n)
move(counters, state, "in_progress", tonumber(v[6] or "1"))
announce(events, n, line)
return { int(fence), tried, v[10] or "0", v[8], v[9] or "" }
