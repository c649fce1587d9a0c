-- Put before every script by scripts.ts. Times are epoch ms of this server.
--
-- One hash per provider holds what stands before its keys; a field that is missing stands open:
--   "<alias>"          the key for every model: billing, auth
--   "<alias> <model>"  the key for one model: its limits and its failures
--   "* <model>"        every key for one model: the provider is overloaded
-- A field is a gate, JSON: step (rung of the ladder, 0: open), until_ms (end of the last window),
--   window (its length), reason, since, failures (counted ones in a row), probe (end of its lease).
-- A gate whose window is over lets one probe through; what the probe says opens or shuts it. Only
-- calls that were picked after the window say anything: the rest were under way when it was shut.

local calm_ms = 600000
local locked = { billing = true, auth = true, unknown_model = true }

local function now_ms(override)
  if override ~= "" then
    return tonumber(override)
  end
  local time = redis.call("TIME")
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function int(number)
  return string.format("%.0f", number)
end

-- After a long calm a gate is as if nothing had been, unless somebody or a probe has to unlock it.
local function is_forgotten(gate, now)
  return not locked[gate.reason] and now > gate.until_ms + math.max(2 * gate.window, calm_ms)
end

local function read_gate(text, now)
  local gate = text and cjson.decode(text)
  if not gate or is_forgotten(gate, now) then
    return { step = 0, until_ms = 0, window = 0, reason = "", since = 0, failures = 0, probe = 0 }
  end
  return gate
end

local function write_gate(key, field, gate)
  redis.call("HSET", key, field, cjson.encode(gate))
end

-- "open" | "shut" | "probing" (somebody's call is out) | "ready" (the next call is the probe)
local function position(gate, now)
  if gate.step == 0 then
    return "open"
  elseif gate.until_ms > now then
    return "shut"
  elseif gate.probe > now then
    return "probing"
  end
  return "ready"
end

-- Opens a gate; what was under way before `moment` can't shut it again.
local function open_gate(gate, moment)
  gate.step, gate.window, gate.failures, gate.probe, gate.reason = 0, 0, 0, 0, ""
  gate.until_ms = math.min(gate.until_ms, moment)
end
