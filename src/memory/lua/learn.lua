-- Writes down what one record showed of a host, in one scope.
--
-- KEYS  facts     hash: host -> JSON { fact: { v: value, t: ms of last confirmation, w: { witness: ms } } }
--       hosts     zset: host -> ms of last confirmation
-- ARGV  host
--       now       ms
--       oldest    ms; what was confirmed before is no longer known
--       most      hosts that the scope may hold
--       witness   the record
--       seen      JSON { fact: value }; false: it is not so (any more)
-- Reply  how many hosts the scope had to forget for its size

local facts, hosts = KEYS[1], KEYS[2]
local host, now, oldest, most, witness = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local most_witnesses = 8

local known = redis.call("HGET", facts, host)
known = known and cjson.decode(known) or {}

for name, fact in pairs(known) do
  if fact.t < oldest then known[name] = nil end
end

for name, value in pairs(cjson.decode(ARGV[6])) do
  local fact = known[name]
  if value == false then
    known[name] = nil
  else
    -- Another value than before contradicts it: its witnesses go with it.
    if not fact or fact.v ~= value then fact = { v = value, w = {} } end
    local count, first = 0, nil
    for each, at in pairs(fact.w) do
      if at < oldest then
        fact.w[each] = nil
      else
        count = count + 1
        if each ~= witness and (not first or at < fact.w[first]) then first = each end
      end
    end
    if count >= most_witnesses and not fact.w[witness] and first then fact.w[first] = nil end
    fact.w[witness], fact.t = now, now
    known[name] = fact
  end
end

local last = 0
for _, fact in pairs(known) do last = math.max(last, fact.t) end
if last == 0 then
  redis.call("HDEL", facts, host)
  redis.call("ZREM", hosts, host)
  return 0
end
redis.call("HSET", facts, host, cjson.encode(known))
redis.call("ZADD", hosts, last, host)

local over = redis.call("ZCARD", hosts) - most
if over <= 0 then return 0 end
local gone = redis.call("ZPOPMIN", hosts, over)
for i = 1, #gone, 2 do redis.call("HDEL", facts, gone[i]) end
return over
