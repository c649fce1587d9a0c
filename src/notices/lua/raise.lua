-- Raises a notice unless it stands already.
--
-- KEYS  notices  hash: "<cause> <subject>" -> JSON
-- ARGV  cause, subject, text
-- Reply "raised" | "stands"

local cause, subject, text = unpack(ARGV)
local time = redis.call("TIME")
local raised_at = time[1] * 1000 + math.floor(time[2] / 1000)
local notice = cjson.encode({ cause = cause, subject = subject, text = text, raisedAt = raised_at })
if redis.call("HSETNX", KEYS[1], cause .. " " .. subject, notice) == 1 then
  return "raised"
end
return "stands"
