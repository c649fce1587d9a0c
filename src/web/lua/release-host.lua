-- Gives a slot back, starts its pause, and closes the host if it asked for patience.
--
-- KEYS[1]  the host's state, as in acquire-host.lua
-- KEYS[2]  the robots.txt answer of the site that was asked, same hash tag
-- ARGV     id, pause ms, verdict, robots text, robots ttl ms (0: nothing to keep)
--          verdict: "ok" | "none" (nothing was learnt) | "refused" (429 or 503 without a date)
--          | a number of ms to stay away
-- Reply    ms for which the host is now closed, 0 when it is open
local id, pause, verdict, ttl = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[5])
local longest, firstBackOff, memory = 900000, 2000, 1800000
local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ttl > 0 then redis.call("SET", KEYS[2], ARGV[4], "PX", ttl) end

local stored = redis.call("GET", KEYS[1])
local state = stored and cjson.decode(stored) or {}
local horizon = now
local busy = {}
for holder, til in pairs(state.busy or {}) do
  if holder ~= id and til > now then
    busy[holder] = til
    horizon = math.max(horizon, til)
  end
end
local cooling = {}
if pause > 0 then cooling[1] = now + pause end
for _, til in ipairs(state.cooling or {}) do
  if til > now then cooling[#cooling + 1] = til end
end
for _, til in ipairs(cooling) do
  horizon = math.max(horizon, til)
end
local waiting = {}
for _, waiter in ipairs(state.waiting or {}) do
  if waiter[1] ~= id then
    waiting[#waiting + 1] = waiter
    horizon = math.max(horizon, waiter[2] + 1000)
  end
end

local strikes = state.strikes or 0
local closed = state.closed or 0
if verdict == "ok" then
  strikes = 0
elseif verdict == "refused" then
  strikes = math.min(strikes + 1, 16)
  closed = math.max(closed, now + math.min(firstBackOff * 2 ^ (strikes - 1), longest))
elseif verdict ~= "none" then
  strikes = math.min(strikes + 1, 16)
  closed = math.max(closed, now + math.min(tonumber(verdict), longest))
end
horizon = math.max(horizon, closed)
if strikes > 0 then horizon = math.max(horizon, now + memory) end
horizon = math.max(horizon, state.booked or 0)

if horizon <= now then
  redis.call("DEL", KEYS[1])
else
  local kept = {
    busy = busy, cooling = cooling, waiting = waiting, strikes = strikes, closed = closed, booked = state.booked,
  }
  redis.call("SET", KEYS[1], cjson.encode(kept), "PX", horizon - now)
end
return math.max(closed - now, 0)
