-- Pauses, resumes or cancels a batch, when its status allows it.
--
-- KEYS  batch   hash
-- ARGV  to      paused | active | cancelled
--       note    why, or ""
--       from    the one status it may have now, or ""
-- Reply "ok" | the status that forbids it | "gone"

local batch, to = KEYS[1], ARGV[1]
local status, archive = unpack(redis.call("HMGET", batch, "status", "archive"))
if not status then
  return "gone"
end
local allowed = {
  paused = { active = true, paused = true },
  active = { paused = true, active = true },
  cancelled = { receiving = true, active = true, paused = true, cancelled = true },
}
local from = ARGV[3]
if archive or not allowed[to][status] or (from ~= "" and status ~= from) then
  return status
end
redis.call("HSET", batch, "status", to, "statusNote", ARGV[2])
return "ok"
