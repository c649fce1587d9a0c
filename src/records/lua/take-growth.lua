-- Says by how much a batch's growing numbers have grown since it was last asked. The same growth is
-- said again until somebody acknowledges it, so that it can be added up elsewhere exactly once.
--
-- KEYS  batch     hash
--       counters  hash
--       spend     hash of sums
--       figures   hash: "agent@spec|what" -> count
--       told      hash: name -> how much of it was said; "#out" the growth that is not acknowledged
--                 yet, "#seq" its number
-- ARGV  seq       acknowledges the growth of that number; "" = none
-- Reply {"gone"} | {status, "done" (nothing is left to say after this) or "", workflow, seq, growth: "name by\n..."}

local batch, counters, spend, figures, told = unpack(KEYS)
local about = redis.call("HMGET", batch, "status", "doneAt", "workflow")
if not about[1] then
  redis.call("DEL", told)
  return { "gone" }
end
local known = {}
local stored = redis.call("HGETALL", told)
for i = 1, #stored, 2 do
  known[stored[i]] = stored[i + 1]
end
local seq = known["#seq"] or "0"
if known["#out"] and ARGV[1] == seq then
  redis.call("HDEL", told, "#out")
  known["#out"] = nil
end
local reply = { about[1], about[2] and "done" or "", about[3] or "", seq, known["#out"] or "" }
if known["#out"] or ARGV[1] ~= "" then
  reply[2] = "" -- there may be more to say
  return reply
end

local lines, fields = {}, {}
local function look(source, key, is_wanted)
  local all = redis.call("HGETALL", key)
  for i = 1, #all, 2 do
    local name = source .. all[i]
    local grown = is_wanted(all[i]) and tonumber(all[i + 1]) - tonumber(known[name] or "0") or 0
    if grown > 0 then
      lines[#lines + 1] = name .. " " .. int(grown)
      fields[#fields + 1] = name
      fields[#fields + 1] = all[i + 1]
    end
  end
end
local growing = { did = true, redline = true, rejection = true, stop = true }
look("c ", counters, function(name)
  return name == "lines" or name == "duplicates" or growing[string.match(name, "^(%a+):")]
end)
look("s ", spend, function() return true end)
look("f ", figures, function(name) return not string.find(name, "|ms:", 1, true) end)
if #lines == 0 then
  return reply
end
reply[4] = int(tonumber(seq) + 1)
reply[5] = table.concat(lines, "\n")
fields[#fields + 1] = "#seq"
fields[#fields + 1] = reply[4]
fields[#fields + 1] = "#out"
fields[#fields + 1] = reply[5]
redis.call("HSET", told, unpack(fields))
return reply
