-- Writes what attempts came to, each if the caller still holds its row.
--
-- KEYS  batch     hash
--       counters  hash
--       held      zset: row -> ms at which the lease ends
--       events    stream
--       figures   hash: "agent@spec|what" -> count
--       steps     hash: row -> steps of its attempt
--       money, calls, ledger, spend   see money.lua
-- ARGV  prefix    of row keys (same hash tag)
--       dues      prefix of the due zsets, by tier number
--       then per row:
--       n         the row
--       fence     the caller's
--       event     answered | closed | escalated | released | gave_up
--       tier      number of the tier that it goes to (or ends on)
--       reason    or ""
--       verdict   "confirmed" or ""
--       due       ms at which it is due again
--       refund    "1": the attempt does not count
--       cost      nano-dollars of this attempt, for the transition: booked before
--       cold      deflated JSON, base64
--       tallies   "counter=by;counter=by;" or ""
--       figure    "agent@spec end bucket" or ""; end as attemptEnds, bucket as duration-buckets.ts
-- Reply per row: "settled" | "done" (settled, and the batch with it) | "stale" (the fence has moved on)
--       | "unproven" (an answer without a confirmed verdict is refused)

local batch, counters, held, events, figures, steps = unpack(KEYS)
local prefix, dues = ARGV[1], ARGV[2]
local states = { answered = "completed", closed = "completed", escalated = "escalated",
  released = "pending", gave_up = "failed", cancelled = "failed" }

local now = now_ms()
local is_cancelled = redis.call("HGET", batch, "status") == "cancelled"

-- First everything is read, then everything is written: what goes wrong goes wrong before.
local reply, rows, seen, counted, figured = {}, {}, {}, new_tally(), new_tally()
for i = 3, #ARGV, 12 do
  local n, fence, event, tier, reason, verdict, due_at, refund, cost, cold, tallies, figure =
    unpack(ARGV, i, i + 11)
  local v = redis.call("HMGET", prefix .. n, "s", "f", "a", "w", "tr", "t", "p", "r", "at", "ms", "oc")
  if seen[n] or v[1] ~= "in_progress" or v[2] ~= fence then
    reply[#reply + 1] = "stale"
  elseif event == "answered" and verdict ~= "confirmed" then
    reply[#reply + 1] = "unproven"
  else
    seen[n] = true
    reply[#reply + 1] = "settled"
    if is_cancelled and event ~= "answered" and event ~= "closed" then
      event, reason, tier = "cancelled", "cancelled", v[6]
    end
    local weight, worked, attempts = tonumber(v[4] or "1"), tonumber(v[6]), attempts_of(v[3])
    local to = states[event]
    local line = transition(event, worked, attempts[worked], reason, now, cost)
    local fields = { "s", to, "t", tier, "tr", (v[5] or "") .. line, "x", cold }
    local function set(name, value)
      fields[#fields + 1] = name
      fields[#fields + 1] = value
    end
    if refund == "1" then
      attempts[worked] = attempts[worked] - 1
      set("a", table.concat(attempts, ","))
      set("p", int(tonumber(v[7] or "0") + 1))
    end
    -- Time spent waiting for a host's turn is not time worked.
    if (to == "pending" or to == "escalated") and refund ~= "1" then
      set("ms", int(tonumber(v[10] or "0") + now - tonumber(v[9])))
    end
    if reason ~= "" then set("r", reason) end
    if event == "answered" then set("o", "answered") end
    if event == "closed" then set("o", "undeterminable") end

    counted.add(did(event, worked, reason), 1)
    counted.add("in_progress", -weight)
    counted.add(to, weight)
    if event == "answered" then
      counted.add("answered", weight)
      counted.add("answered:" .. worked, weight)
    elseif event == "escalated" then
      counted.add("escalated:" .. worked .. ":" .. reason, weight)
    elseif event == "closed" then
      counted.add("undeterminable", weight)
    end
    if (to == "completed" or to == "failed") and event ~= "answered" then
      counted.add("reason:" .. reason, weight)
    end
    for name, by in string.gmatch(tallies, "([^=;]+)=(%d+)") do
      counted.add(name, tonumber(by))
    end
    if figure ~= "" then
      local agent, ending, bucket = string.match(figure, "^(%S+) (%S+) (%d+)$")
      if event == "cancelled" then ending = "cancelled" end
      figured.add(agent .. "|" .. ending, 1)
      if refund ~= "1" then
        figured.add(agent .. "|ms:" .. bucket, 1)
        if attempts[worked] == 1 then figured.add(agent .. "|records", 1) end
      end
    end
    rows[#rows + 1] = { at = #reply, n = n, key = prefix .. n, fields = fields, line = n .. "," .. line,
      open = v[11], is_over = to == "completed" or to == "failed",
      due = (to == "pending" or to == "escalated") and dues .. tier, due_at = due_at,
      is_cleared = event == "answered" and v[8] }
  end
end
if #rows == 0 then
  return reply
end

local names, lines, over = {}, {}, {}
for i, row in ipairs(rows) do
  redis.call("HSET", row.key, unpack(row.fields))
  if row.open then
    book_lost({ row = row.key, counters = counters, money = KEYS[7], calls = KEYS[8],
      ledger = KEYS[9], spend = KEYS[10] }, row.open, now)
  end
  if row.is_over then over[#over + 1] = row.n end
  if row.is_cleared then redis.call("HDEL", row.key, "r") end
  if row.due then redis.call("ZADD", row.due, row.due_at, row.n) end
  names[i], lines[i] = row.n, row.line
end
redis.call("ZREM", held, unpack(names))
if #over > 0 then
  redis.call("HDEL", steps, unpack(over))
end
counted.write(counters)
figured.write(figures)
announce(events, lines)
if finish_if_done(batch, counters, now) then
  reply[rows[#rows].at] = "done"
end
return reply
