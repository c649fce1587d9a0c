-- Picks the first key that may be asked for a model; takes the probe of a gate whose window is over.
--
-- KEYS  gates    hash of the provider, see shared.lua
-- ARGV  now      ms, or "" for this server's clock
--       model
--       soon     ms after which to come back for a key whose probe is out
--       lease    ms after which a probe that never reported is free
--       then per key, the preferred first: alias, "1" if the caller has tried it
-- Reply {"key", alias, now, "probe" or ""} | {"cooling", retry at}
--       | {"disabled", alias, reason, alias, reason, …}

local gates = KEYS[1]
local now, model = now_ms(ARGV[1]), ARGV[2]
local soon, lease = now + tonumber(ARGV[3]), tonumber(ARGV[4])

local fields = { "* " .. model }
for i = 5, #ARGV, 2 do
  fields[#fields + 1] = ARGV[i]
  fields[#fields + 1] = ARGV[i] .. " " .. model
end
local stored = redis.call("HMGET", gates, unpack(fields))
local found = {}
for i = 1, #fields do
  found[i] = read_gate(stored[i], now)
end

-- When all three gates of a key may be passed (0: now), and what has locked it.
local function look(indexes)
  local retry_at, lock = 0, nil
  for _, i in ipairs(indexes) do
    local gate = found[i]
    local at = position(gate, now)
    if at == "shut" then
      retry_at = math.max(retry_at, gate.until_ms)
    elseif at == "probing" then
      retry_at = math.max(retry_at, math.min(gate.probe, soon))
    end
    if (at == "shut" or at == "probing") and locked[gate.reason] then
      lock = lock or gate.reason
    end
  end
  return retry_at, lock
end

local chosen, retry_at, locks = nil, nil, {}
for i = 5, #ARGV, 2 do
  local indexes = { 1, i - 3, i - 2 }
  local key_retry_at, lock = look(indexes)
  if lock then
    locks[#locks + 1] = ARGV[i]
    locks[#locks + 1] = lock
  elseif key_retry_at > 0 or ARGV[i + 1] == "1" then
    local at = key_retry_at > 0 and key_retry_at or soon
    retry_at = retry_at and math.min(retry_at, at) or at
  else
    chosen = { alias = ARGV[i], indexes = indexes }
    break
  end
end

for i = 1, #fields do
  if stored[i] and found[i].until_ms == 0 then
    redis.call("HDEL", gates, fields[i])
  end
end
if chosen then
  local probe = ""
  for _, i in ipairs(chosen.indexes) do
    if position(found[i], now) == "ready" then
      found[i].probe = now + lease
      write_gate(gates, fields[i], found[i])
      probe = "probe"
    end
  end
  return { "key", chosen.alias, int(now), probe }
elseif retry_at then
  return { "cooling", int(retry_at) }
end
return { "disabled", unpack(locks) }
