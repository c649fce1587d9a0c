-- Opens every gate of a key, because a person says that the trouble is over.
--
-- KEYS  gates  hash of the provider, see shared.lua
-- ARGV  now    ms, or "" for this server's clock
--       alias
-- Reply per gate {field, "opened" | "known" (it stood open), reason before, "", until}

local gates = KEYS[1]
local now, alias = now_ms(ARGV[1]), ARGV[2]
local reply = {}
for _, field in ipairs(redis.call("HKEYS", gates)) do
  if field == alias or string.sub(field, 1, #alias + 1) == alias .. " " then
    local gate = read_gate(redis.call("HGET", gates, field), now)
    local before, event = gate.reason, "known"
    if gate.step > 0 then
      event = "opened"
      open_gate(gate, now)
      write_gate(gates, field, gate)
    end
    reply[#reply + 1] = { field, event, before, "", int(gate.until_ms) }
  end
end
return reply
