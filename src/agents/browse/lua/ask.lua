-- The decision on a tool call, asking a person for one when nobody has asked yet.
-- KEYS 1 the approval (hash)  2 all approvals by time (zset)
-- ARGV 1 id  2 the question (JSON)  3 epoch ms  4 ms that it is kept
-- Reply "allowed", "denied" or "waiting".
if redis.call("EXISTS", KEYS[1]) == 1 then
  return redis.call("HGET", KEYS[1], "decision") or "waiting"
end
redis.call("HSET", KEYS[1], "question", ARGV[2], "askedAt", ARGV[3])
redis.call("PEXPIRE", KEYS[1], ARGV[4])
redis.call("ZADD", KEYS[2], ARGV[3], ARGV[1])
return "waiting"
