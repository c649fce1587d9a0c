-- Sets fields of a batch, when it is there and does not lie in the archive.
--
-- KEYS  batch   hash
-- ARGV  field, value, ...; an empty value removes the field
-- Reply 1 | 0 (not there)

local batch = KEYS[1]
local state = redis.call("HMGET", batch, "status", "archive")
if not state[1] or state[2] then
  return 0
end
for i = 1, #ARGV, 2 do
  if ARGV[i + 1] == "" then
    redis.call("HDEL", batch, ARGV[i])
  else
    redis.call("HSET", batch, ARGV[i], ARGV[i + 1])
  end
end
return 1
