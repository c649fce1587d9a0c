-- Decides a tool call that waits for a person. The first word counts.
-- KEYS 1 the approval (hash)
-- ARGV 1 "allowed" or "denied"  2 epoch ms
-- Reply "decided", the decision that stands already, or "unknown".
if redis.call("EXISTS", KEYS[1]) == 0 then
  return "unknown"
end
if redis.call("HSETNX", KEYS[1], "decision", ARGV[1]) == 0 then
  return redis.call("HGET", KEYS[1], "decision")
end
redis.call("HSET", KEYS[1], "decidedAt", ARGV[2])
return "decided"
