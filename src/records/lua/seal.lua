-- Ends the intake of a batch: from here on its rows are work.
--
-- KEYS  batch     hash
--       counters  hash
--       dedupe    hash
-- ARGV  columns   the input's column names (JSON)
-- Reply "sealed" | "done" (nothing to do: every line was invalid) | "closed" (sealed before)

local batch, counters, dedupe = KEYS[1], KEYS[2], KEYS[3]
if redis.call("HGET", batch, "status") ~= "receiving" then
  return "closed"
end
local now = now_ms()
redis.call("HSET", batch, "status", "active", "sealedAt", int(now), "columns", ARGV[1])
redis.call("UNLINK", dedupe)
if finish_if_done(batch, counters, now) then
  return "done"
end
return "sealed"
