-- Put after shared.lua, before the scripts that book calls. All money is integer nano-dollars.
--
-- Open reservation (hash `calls`, by call): "ms,nano,tokens,tier,agent,sums,head"
--   sums   name of its sums: "tier|agent|spec|kind|provider|model|effort", each escaped (no comma)
--   head   what a ledger line says of the call before it is made, as JSON without brackets
-- Money hash:   spent, reserved, spent:<agent>, reserved:<agent>
-- Ledger line:  "[ms,head,tail]", a JSON array; ledger-line.ts reads it
-- tail:         nano, six token counts, quantity, request, duration ms, outcome, "is an estimate"
-- Row field oc: "call:nano call:nano ", its open calls

local function add(key, field, by)
  if by ~= 0 then
    redis.call("HINCRBY", key, field, int(by))
  end
end

local function parse_reservation(text)
  local at, nano, tokens, tier, agent, sums, head =
    string.match(text, "^(%d+),(%d+),(%d+),(%d+),([^,]*),([^,]*),(.*)$")
  return { at = tonumber(at), nano = tonumber(nano), tokens = tonumber(tokens), tier = tier,
    agent = agent, sums = sums, head = head }
end

-- The open calls of a row as a list of { call, nano }, and their nano-dollars together.
local function open_calls(text)
  local list, sum = {}, 0
  for call, nano in string.gmatch(text or "", "(%S+):(%d+)") do
    list[#list + 1] = { call, nano }
    sum = sum + tonumber(nano)
  end
  return list, sum
end

local function without_call(text, ended)
  local left = {}
  for _, open in ipairs(open_calls(text)) do
    if open[1] ~= ended then
      left[#left + 1] = open[1] .. ":" .. open[2] .. " "
    end
  end
  return table.concat(left)
end

local usage_names = { "input", "cacheRead", "cacheWrite", "cacheWriteLong", "output", "reasoning" }

-- Ends an open call: releases what was reserved, counts what was spent, writes it into the ledger.
-- at      keys: row, counters, money, calls, ledger, spend
-- actual  nano, tokens (that count against limits), usage (list as usage_names), outcome,
--         is_estimate, tail
local function book_call(at, call, reserved, actual, now)
  redis.call("HDEL", at.calls, call)
  local left = without_call(redis.call("HGET", at.row, "oc"), call)
  if left == "" then
    redis.call("HDEL", at.row, "oc")
  else
    redis.call("HSET", at.row, "oc", left)
  end
  add(at.row, "k" .. reserved.tier, actual.tokens - reserved.tokens)
  add(at.row, "c", actual.nano)
  add(at.money, "reserved", -reserved.nano)
  add(at.money, "reserved:" .. reserved.agent, -reserved.nano)
  add(at.money, "spent", actual.nano)
  add(at.money, "spent:" .. reserved.agent, actual.nano)
  add(at.counters, "cost", actual.nano)
  add(at.counters, "cost:" .. reserved.tier, actual.nano)
  if actual.nano > reserved.nano then
    add(at.counters, "money:over_reservation", 1)
  end

  local sums = reserved.sums .. "|"
  add(at.spend, sums .. "calls", 1)
  add(at.spend, sums .. "nano", actual.nano)
  add(at.spend, sums .. "outcome:" .. actual.outcome, 1)
  if actual.is_estimate then
    add(at.spend, sums .. "estimates", 1)
    add(at.spend, sums .. "estimatedNano", actual.nano)
  end
  for i, name in ipairs(usage_names) do
    add(at.spend, sums .. name, actual.usage[i])
  end
  redis.call("XADD", at.ledger, "*", "e",
    "[" .. int(now) .. "," .. reserved.head .. "," .. actual.tail .. "]")
end

-- Books all open calls of a row that loses its holder, each at what was reserved: nobody is left
-- who could tell what it cost. A row without a holder has no open calls.
local function book_lost(at, open, now)
  for _, one in ipairs((open_calls(open))) do
    local text = redis.call("HGET", at.calls, one[1])
    if text then
      local reserved = parse_reservation(text)
      local waited = int(math.max(now - reserved.at, 0))
      book_call(at, one[1], reserved, {
        nano = reserved.nano, tokens = reserved.tokens, usage = { 0, 0, 0, 0, 0, 0 },
        outcome = "lost", is_estimate = true,
        tail = int(reserved.nano) .. ",0,0,0,0,0,0,0,null," .. waited .. ',"lost",true',
      }, now)
    end
  end
end
