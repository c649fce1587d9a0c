-- Looks at rows and at the places where rows wait, at one instant.
--
-- KEYS  counters         hash
--       sent, held       zsets
-- ARGV  prefix           of row keys (same hash tag)
--       dues             prefix of the due zsets, by tier number
--       first, max       which rows
-- Reply for each row that is wrong: row, state ("" when it is missing), its places by comma

local counters, sent, held = unpack(KEYS)
local prefix, dues, first, max = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local last = math.min(first + max, tonumber(redis.call("HGET", counters, "lines") or "0")) - 1
local reply = {}
if last < first then
  return reply
end

local names = {}
for n = first, last do
  names[#names + 1] = int(n)
end
local zsets = { { "due http", dues .. 1 }, { "due classifier", dues .. 2 }, { "due browser", dues .. 3 },
  { "sent", sent }, { "held", held } }
local places = {}
for _, zset in ipairs(zsets) do
  local scores = redis.call("ZMSCORE", zset[2], unpack(names))
  for i = 1, #names do
    if scores[i] then
      places[i] = places[i] or {}
      table.insert(places[i], zset[1])
    end
  end
end
for i, n in ipairs(names) do
  local v = redis.call("HMGET", prefix .. n, "s", "d")
  local where = places[i] or {}
  local state = v[1] or ""
  local is_right
  if v[2] or state == "completed" or state == "failed" then
    is_right = #where == 0
  elseif state == "in_progress" then
    is_right = #where == 1 and where[1] == "held"
  else
    is_right = state ~= "" and #where == 1 and where[1] ~= "held"
  end
  if not is_right then
    table.insert(reply, n)
    table.insert(reply, v[2] and "a duplicate" or state)
    table.insert(reply, table.concat(where, ", "))
  end
end
return reply
