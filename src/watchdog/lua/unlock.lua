-- Ends a look's lock, if it is still this look's.
--
-- KEYS  lock   string
-- ARGV  token  of whoever took it
-- Reply "freed" | "lost"

if redis.call("GET", KEYS[1]) == ARGV[1] then
  redis.call("DEL", KEYS[1])
  return "freed"
end
return "lost"
