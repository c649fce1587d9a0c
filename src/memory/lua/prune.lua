-- Forgets the hosts of one scope that are too old or too many, least recently confirmed first.
--
-- KEYS  facts     hash: host -> JSON
--       hosts     zset: host -> ms of last confirmation
-- ARGV  oldest    ms
--       most      hosts that the scope may hold
--       at_once   hosts that one call may forget
-- Reply  how many it forgot

local facts, hosts = KEYS[1], KEYS[2]
local oldest, most, at_once = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local old = redis.call("ZCOUNT", hosts, "-inf", "(" .. oldest)
local over = redis.call("ZCARD", hosts) - most
local count = math.min(math.max(old, over), at_once)
if count <= 0 then return 0 end
local gone = redis.call("ZPOPMIN", hosts, count)
local names = {}
for i = 1, #gone, 2 do names[#names + 1] = gone[i] end
for i = 1, #names, 1000 do
  redis.call("HDEL", facts, unpack(names, i, math.min(i + 999, #names)))
end
return #names
