-- Raises a notice; one that stands already is brought up to date, and told again if it got worse.
--
-- KEYS  standing     hash: "<cause> <subject>" -> JSON
--       order        zset: "<cause> <subject>" by when it was raised
--       events       stream: event -> JSON
-- ARGV  field        "<cause> <subject>"
--       draft        JSON { id, cause, subject, severity, text, decide, did, batch, facts, worsens }
--       severities   JSON, the mildest first
--       most         notices that may stand; the oldest goes for a new one
--       most_events
-- Reply "raised" | "worse" | "stands"

local standing, order, events = KEYS[1], KEYS[2], KEYS[3]
local field, draft = ARGV[1], cjson.decode(ARGV[2])
local most, most_events = tonumber(ARGV[4]), ARGV[5]
local rank = {}
for i, severity in ipairs(cjson.decode(ARGV[3])) do rank[severity] = i end

local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- Each number is held against what was told last; one that is new has nothing to be held against.
local function has_doubled(told)
  for name, number in pairs(draft.worsens) do
    if told[name] and number > told[name] and number >= 2 * told[name] then return true end
  end
  return false
end

local stored = redis.call("HGET", standing, field)
local notice, reply, before = draft, "raised", cjson.null
if stored then
  notice = cjson.decode(stored)
  local is_graver = rank[draft.severity] > rank[notice.severity]
  reply = (is_graver or has_doubled(notice.told)) and "worse" or "stands"
  before = notice.severity
  if not is_graver then draft.severity = notice.severity end
  draft.id = notice.id
  for name, value in pairs(draft) do notice[name] = value end
else
  notice.revision, notice.raisedAt, notice.told = 0, now, {}
  if redis.call("HLEN", standing) >= most then
    local oldest = redis.call("ZPOPMIN", order)[1]
    if oldest then redis.call("HDEL", standing, oldest) end
  end
  redis.call("ZADD", order, now, field)
end

notice.updatedAt = now
for name, number in pairs(draft.worsens) do
  if reply ~= "stands" or not notice.told[name] then notice.told[name] = number end
end
if reply ~= "stands" then
  notice.revision, notice.toldAt = notice.revision + 1, now
  local event = {
    id = notice.id .. "-" .. notice.revision, kind = reply, at = now, severityBefore = before, notice = notice,
  }
  redis.call("XADD", events, "MAXLEN", "=", most_events, "*", "event", cjson.encode(event))
end
redis.call("HSET", standing, field, cjson.encode(notice))
return reply
