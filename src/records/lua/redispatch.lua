-- Makes a dispatched row due again because its job is gone.
--
-- KEYS  row    hash
--       sent   zset: row -> ms of dispatch
--       due    zset of the tier
-- ARGV  n      the row
--       epoch  at which the job was found missing; a newer dispatch wins
-- Reply "due" | "stale"

local row, sent, due = KEYS[1], KEYS[2], KEYS[3]
if redis.call("HGET", row, "e") ~= ARGV[2] then
  return "stale"
end
if redis.call("ZREM", sent, ARGV[1]) == 0 then
  return "stale"
end
redis.call("ZADD", due, int(now_ms()), ARGV[1])
return "due"
