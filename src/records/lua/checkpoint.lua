-- Keeps the steps of an attempt, when the caller still holds its row.
--
-- KEYS  row    hash
--       steps  hash: row -> packed JSON
-- ARGV  n      the row
--       fence  the caller's
--       state  packed JSON
-- Reply "saved" | "stale"

local row, steps = KEYS[1], KEYS[2]
local v = redis.call("HMGET", row, "s", "f")
if v[1] ~= "in_progress" or v[2] ~= ARGV[2] then
  return "stale"
end
redis.call("HSET", steps, ARGV[1], ARGV[3])
return "saved"
