-- Prolongs a slot that its holder still uses.
--
-- KEYS[1]  the host's state, JSON: see acquire-host.lua
-- ARGV     id, lease ms
-- Reply    "renewed" | "lost" (the lease ran out before)
local id, lease = ARGV[1], tonumber(ARGV[2])
local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stored = redis.call("GET", KEYS[1])
local state = stored and cjson.decode(stored)
if not state or not state.busy or not state.busy[id] then
  return "lost"
end
state.busy[id] = now + lease
local left = math.max(redis.call("PTTL", KEYS[1]), lease)
redis.call("SET", KEYS[1], cjson.encode(state), "PX", left)
return "renewed"
