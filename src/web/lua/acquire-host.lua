-- Takes a slot of a host, or says how long until there may be one. First come, first served.
--
-- KEYS[1]  the host's state, JSON: busy {id: lease end}, cooling [end], waiting [[id, back at]],
--          closed (until), strikes (refusals in a row), booked (when the last of those that were
--          sent away comes back). Times are epoch ms of this server.
-- KEYS[2]  the robots.txt answer kept for the site that is asked, same hash tag
-- ARGV     id, slots, lease ms, pause ms, longest wait ms, "1" to read KEYS[2]
-- Reply    {"granted", 0, robots or ""} | {"wait", ms} (come back after ms with the same id)
--          | {"busy", ms} (longer than the longest wait: not queued) | {"closed", ms}
--          Whoever is sent away for longer than the longest wait is told a time of its own, one turn
--          behind the one before it: so they neither come back together nor leave the host idle.
local id, slots, lease, pause, longest = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function robots()
  return ARGV[6] == "1" and redis.call("GET", KEYS[2]) or ""
end

local stored = redis.call("GET", KEYS[1])
if not stored then
  redis.call("SET", KEYS[1], cjson.encode({ busy = { [id] = now + lease } }), "PX", lease)
  return { "granted", 0, robots() }
end
local state = cjson.decode(stored)
-- Nobody knows when a request will end; guess soon, and be told to wait again.
local turn = pause + 200
local function book(wait)
  state.booked = math.max(state.booked or 0, now + wait) + math.ceil(turn / slots)
  return state.booked - now
end
local closed = (state.closed or 0) - now
if closed > longest then
  local wait = book(closed)
  redis.call("SET", KEYS[1], cjson.encode(state), "PX", math.max(wait, redis.call("PTTL", KEYS[1])))
  return { "closed", wait }
elseif closed > 0 then
  return { "closed", closed }
end

-- Whoever died holding a slot, or never came back for one, loses it.
local grace = 1000
local busy, ends, taken, horizon = {}, {}, 0, now
for holder, til in pairs(state.busy or {}) do
  if til > now then
    busy[holder] = til
    taken = taken + 1
    ends[#ends + 1] = math.min(til, now + turn)
    horizon = math.max(horizon, til)
  end
end
local cooling = {}
for _, til in ipairs(state.cooling or {}) do
  if til > now then
    cooling[#cooling + 1] = til
    taken = taken + 1
    ends[#ends + 1] = til
    horizon = math.max(horizon, til)
  end
end
local waiting, place = {}, nil
for _, waiter in ipairs(state.waiting or {}) do
  if waiter[1] == id or waiter[2] + grace > now then
    waiting[#waiting + 1] = waiter
    if waiter[1] == id then place = #waiting end
  end
end
if not place then
  place = #waiting + 1
  waiting[place] = { id, now }
end

local reply
local free = slots - taken
if place <= free then
  table.remove(waiting, place)
  busy[id] = now + lease
  horizon = math.max(horizon, now + lease)
  reply = { "granted", 0, robots() }
else
  -- Every slot may be free, and kept for whoever waits in front and is expected back any moment.
  if #ends == 0 then ends[1] = now + turn end
  table.sort(ends)
  local nth = place - math.max(free, 0)
  local round = math.floor((nth - 1) / #ends)
  local wait = math.max(ends[(nth - 1) % #ends + 1] - now + round * turn, 1)
  if wait > longest then
    table.remove(waiting, place)
    reply = { "busy", book(wait) }
  else
    waiting[place] = { id, now + wait }
    reply = { "wait", wait }
  end
end
for _, waiter in ipairs(waiting) do
  horizon = math.max(horizon, waiter[2] + grace)
end
local strikes, booked = state.strikes or 0, state.booked
if strikes > 0 then horizon = math.max(horizon, now + 1800000) end
horizon = math.max(horizon, booked or 0)
redis.call(
  "SET", KEYS[1],
  cjson.encode({ busy = busy, cooling = cooling, waiting = waiting, strikes = strikes, booked = booked }),
  "PX", math.max(horizon - now, 1)
)
return reply
