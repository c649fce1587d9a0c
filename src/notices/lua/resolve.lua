-- Ends a notice that stands, and says so.
--
-- KEYS  standing     hash: "<cause> <subject>" -> JSON
--       order        zset: "<cause> <subject>" by when it was raised
--       events       stream: event -> JSON
-- ARGV  field        "<cause> <subject>"
--       most_events
-- Reply "resolved" | "unknown"

local standing, order, events = KEYS[1], KEYS[2], KEYS[3]
local field, most_events = ARGV[1], ARGV[2]

local stored = redis.call("HGET", standing, field)
if not stored then return "unknown" end
redis.call("HDEL", standing, field)
redis.call("ZREM", order, field)

local time = redis.call("TIME")
local notice = cjson.decode(stored)
notice.revision = notice.revision + 1
local event = {
  id = notice.id .. "-" .. notice.revision,
  kind = "resolved",
  at = time[1] * 1000 + math.floor(time[2] / 1000),
  severityBefore = cjson.null,
  notice = notice,
}
redis.call("XADD", events, "MAXLEN", "=", most_events, "*", "event", cjson.encode(event))
return "resolved"
