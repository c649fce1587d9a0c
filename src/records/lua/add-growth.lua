-- Adds the growth of batches to the sums of all time, each growth once.
--
-- KEYS  sums     hash: name -> sum
--       added    hash: batch -> number of the last growth that was added
--       growing  hash: batch -> how often it was (re)activated
-- ARGV  per batch: batch, number of its growth, how often it was activated when it was looked at ("" =
--       it may go on growing), how many names, then name, by, name, by, ...
-- Reply the number of batches whose growth was added

local sums, added, growing = unpack(KEYS)
local count, i = 0, 1
while i <= #ARGV do
  local batch, seq, activated, names = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2], tonumber(ARGV[i + 3])
  if names > 0 and seq > tonumber(redis.call("HGET", added, batch) or "0") then
    for k = i + 4, i + 3 + 2 * names, 2 do
      redis.call("HINCRBY", sums, ARGV[k], ARGV[k + 1])
    end
    redis.call("HSET", added, batch, int(seq))
    count = count + 1
  end
  -- A batch that was reopened since it was looked at grows again.
  if activated ~= "" and redis.call("HGET", growing, batch) == activated then
    redis.call("HDEL", growing, batch)
  end
  i = i + 4 + 2 * names
end
return count
