-- Books what a call came to and keeps its answer, in one step: no paid answer is ever outside the
-- journal. Holds whatever became of the row meanwhile, because the money is spent all the same.
--
-- KEYS  row       hash
--       counters  hash
--       money     hash
--       calls     hash: call -> open reservation
--       ledger    stream
--       spend     hash of sums
--       journal   hash: question -> answer
-- ARGV  call
--       nano      what it cost
--       tokens    that count against the agent's limit
--       outcome
--       estimate  "1": nobody counted it
--       tail      JSON, see money.lua
--       six token counts, as usage_names in money.lua
--       question  or "": nothing to keep
--       answer
-- Reply "booked" | "unknown" (not open: booked before, or as lost when its row lost its holder)

local row, counters, money, calls, ledger, spend, journal = unpack(KEYS)
local call, nano, tokens, outcome, estimate, tail = unpack(ARGV, 1, 6)

-- The first answer stays: whoever read it may have built on it. One that comes after its call was
-- given up is kept too, so that it need not be bought again.
if ARGV[13] ~= "" then
  redis.call("HSETNX", journal, ARGV[13], ARGV[14])
end
local open = redis.call("HGET", calls, call)
if not open then
  return "unknown"
end
local usage = {}
for i = 1, 6 do
  usage[i] = tonumber(ARGV[6 + i])
end
book_call({ row = row, counters = counters, money = money, calls = calls, ledger = ledger,
  spend = spend }, call, parse_reservation(open), { nano = tonumber(nano), tokens = tonumber(tokens),
  usage = usage, outcome = outcome, is_estimate = estimate == "1", tail = tail }, now_ms())
return "booked"
