-- Says that a batch lies in the archive, when it is still as it was when it was copied. From here on
-- it is read from there, nothing of it is reopened, and its keys may be removed.
--
-- KEYS  batch     hash
--       counters  hash: every change of a row is counted here
--       money, calls, held, sent   must say that nothing goes on
-- ARGV  archive   hash of the copy
--       spent     nano-dollars as copied
--       then the counters as copied: name, value, ...
-- Reply "archived" | "changed" (since it was copied) | "gone"

local batch, counters, money, calls, held, sent = unpack(KEYS)
local state = redis.call("HMGET", batch, "status", "archive")
if not state[1] then
  return "gone"
end
if state[2] then
  return state[2] == ARGV[1] and "archived" or "changed"
end
if state[1] ~= "done" and state[1] ~= "cancelled" then
  return "changed"
end
if redis.call("HLEN", calls) > 0 or redis.call("ZCARD", held) > 0 or redis.call("ZCARD", sent) > 0 then
  return "changed"
end
if (redis.call("HGET", money, "spent") or "0") ~= ARGV[2] then
  return "changed"
end
if redis.call("HLEN", counters) ~= (#ARGV - 2) / 2 then
  return "changed"
end
for i = 3, #ARGV, 2 do
  if redis.call("HGET", counters, ARGV[i]) ~= ARGV[i + 1] then
    return "changed"
  end
end
redis.call("HSET", batch, "archive", ARGV[1])
return "archived"
