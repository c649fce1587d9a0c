-- Learns from the end of a call.
--
-- KEYS  gates        hash of the provider, see shared.lua
-- ARGV  now          ms, or "" for this server's clock
--       alias
--       model
--       picked       ms at which the call was picked
--       reason       what shuts a gate, or "" when nothing does
--       shuts        which gate: "key" | "pair" | "model" | ""
--       opens        "1": the key, the pair and the model have shown that they work
--       rungs        ms, by comma: the windows one after the other, the last again and again;
--                    "never" ends only when a person opens the gate
--       retry after  ms, 0: the provider named no time
--       jitter       0 to 1: the share of a tenth by which a window is longer
-- Reply per gate of interest {field, what became of it, reason before, reason, until}
--       "opened" | "shut" | "still" (a locked gate that this call found shut already)

local gates = KEYS[1]
local now, alias, model, picked = now_ms(ARGV[1]), ARGV[2], ARGV[3], tonumber(ARGV[4])
local reason, shuts, opens = ARGV[5], ARGV[6], ARGV[7] == "1"
local retry_after, stretch = tonumber(ARGV[9]), 1 + tonumber(ARGV[10]) / 10

local rungs = {}
for rung in string.gmatch(ARGV[8], "[^,]+") do
  rungs[#rungs + 1] = rung
end

local fields = { key = alias, pair = alias .. " " .. model, model = "* " .. model }
local order = { "model", "key", "pair" }
local stored = redis.call("HMGET", gates, fields.model, fields.key, fields.pair)
local reply = {}

local function tell(field, event, before, gate)
  reply[#reply + 1] = { field, event, before, gate.reason, int(gate.until_ms) }
end

-- The next rung; where there are fewer rungs than were climbed for another reason, none is lost.
local function climb(gate)
  local rung = math.min(gate.step + 1, #rungs)
  gate.step = math.max(gate.step, rung)
  if rungs[rung] == "never" then
    gate.window = 4e15
  else
    gate.window = math.floor(math.max(tonumber(rungs[rung]), retry_after) * stretch)
  end
end

local function shut(field, gate)
  local before = gate.reason
  if picked < gate.until_ms then
    -- Under way when the window began: no step for it, but what the provider asked for is kept.
    local asked = now + math.floor(retry_after * stretch)
    if gate.step > 0 and gate.until_ms > now and retry_after > 0 and asked > gate.until_ms then
      gate.until_ms = asked
      write_gate(gates, field, gate)
    end
    if gate.step > 0 and locked[gate.reason] then
      tell(field, "still", before, gate)
    end
    return
  end
  if gate.step == 0 then
    gate.since = now
  end
  climb(gate)
  gate.until_ms = now + gate.window
  gate.reason, gate.failures, gate.probe = reason, gate.failures + 1, 0
  write_gate(gates, field, gate)
  tell(field, "shut", before, gate)
end

for i, name in ipairs(order) do
  local field, gate = fields[name], read_gate(stored[i], now)
  if name == shuts then
    shut(field, gate)
  elseif gate.step > 0 and picked >= gate.until_ms then
    local before = gate.reason
    if opens then
      open_gate(gate, gate.until_ms)
      tell(field, "opened", before, gate)
    else
      -- Its probe showed nothing about this gate: the next call is the probe.
      gate.probe = 0
    end
    write_gate(gates, field, gate)
  end
end
return reply
