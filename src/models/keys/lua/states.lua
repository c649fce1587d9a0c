-- Lists the gates that stand before a provider's keys.
--
-- KEYS  gates  hash of the provider, see shared.lua
-- ARGV  now    ms, or "" for this server's clock
-- Reply per gate that isn't open {field, position, reason, until, failures, since}

local now = now_ms(ARGV[1])
local stored = redis.call("HGETALL", KEYS[1])
local reply = {}
for i = 1, #stored, 2 do
  local gate = read_gate(stored[i + 1], now)
  local at = position(gate, now)
  if at ~= "open" then
    local counts = { int(gate.until_ms), int(gate.failures), int(gate.since) }
    reply[#reply + 1] = { stored[i], at, gate.reason, unpack(counts) }
  end
end
return reply
