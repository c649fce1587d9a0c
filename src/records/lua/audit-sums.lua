-- Reads at one instant all sums that must agree, so that no change can fall between two of them.
--
-- KEYS  batch, counters, money, calls, spend   hashes
--       sent, held                             zsets
-- ARGV  dues  prefix of the due zsets, by tier number
--       most  open calls looked at; with more of them they are not summed up
-- Reply the sums, as JSON

local batch, counters, money, calls, spend, sent, held = unpack(KEYS)
local dues, most = ARGV[1], tonumber(ARGV[2])

local function sum_of(key, pattern)
  local sum = 0
  local all = redis.call("HGETALL", key)
  for i = 1, #all, 2 do
    if string.find(all[i], pattern) then
      sum = sum + tonumber(all[i + 1])
    end
  end
  return sum
end

local names = { "lines", "duplicates", "pending", "in_progress", "completed", "failed", "escalated",
  "answered", "undeterminable", "cost" }
local count = redis.call("HMGET", counters, unpack(names))
local reply = {}
for i, name in ipairs(names) do
  reply[name] = tonumber(count[i] or "0")
end
reply.costOfTiers = sum_of(counters, "^cost:%d$")
reply.places = redis.call("ZCARD", sent) + redis.call("ZCARD", held)
reply.held = redis.call("ZCARD", held)
for tier = 1, 3 do
  reply.places = reply.places + redis.call("ZCARD", dues .. tier)
end
local own = redis.call("HMGET", money, "spent", "reserved")
reply.spent, reply.reserved = tonumber(own[1] or "0"), tonumber(own[2] or "0")
reply.spentByAgents = sum_of(money, "^spent:")
reply.reservedByAgents = sum_of(money, "^reserved:")
reply.spentBySums = sum_of(spend, "|nano$")
if redis.call("HLEN", calls) <= most then
  reply.reservedByCalls = 0
  for _, text in ipairs(redis.call("HVALS", calls)) do
    reply.reservedByCalls = reply.reservedByCalls + tonumber(string.match(text, "^%d+,(%d+)"))
  end
end
return cjson.encode(reply)
