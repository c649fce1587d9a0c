-- Gives the sender's lease back.
--
-- KEYS  sender   string: the token of who sends
-- ARGV  token
-- Reply "released" | "lost"

if redis.call("GET", KEYS[1]) ~= ARGV[1] then return "lost" end
redis.call("DEL", KEYS[1])
return "released"
