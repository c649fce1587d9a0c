-- Makes rows due again whose worker has been silent for longer than its lease. Calls that it had
-- out are booked at what was reserved: they may have been answered, and nobody is left to tell.
--
-- KEYS  batch     hash
--       counters  hash
--       held      zset: row -> ms at which the lease ends
--       events    stream
--       steps     hash: row -> steps of its attempt
--       money, calls, ledger, spend   see money.lua
-- ARGV  prefix    of row keys (same hash tag)
--       dues      prefix of the due zsets, by tier number
--       max       rows at most
--       limit     lost leases after which a row is given up (it kills its workers)
-- Reply "done" when this ended the batch, else "open"; then the rows that were made due

local batch, counters, held, events, steps = unpack(KEYS)
local prefix, dues, max, limit = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
-- What the row was charged and no transition has told yet: all that the lost attempt spent.
local function untold_cost(row, told)
  local sum = 0
  for cost in string.gmatch(told or "", ",(%d+);") do
    sum = sum + tonumber(cost)
  end
  return int(math.max(tonumber(redis.call("HGET", row, "c") or "0") - sum, 0))
end

local now = now_ms()
local reply = { "open" }
local lines, counted = {}, new_tally()
for _, n in ipairs(redis.call("ZRANGEBYSCORE", held, "-inf", int(now), "LIMIT", 0, max)) do
  local row = prefix .. n
  local v = redis.call("HMGET", row, "s", "t", "a", "w", "tr", "l", "oc")
  redis.call("ZREM", held, n)
  if v[1] == "in_progress" then
    local tier = tonumber(v[2])
    local lost = tonumber(v[6] or "0") + 1
    local attempts = attempts_of(v[3])
    local weight = tonumber(v[4] or "1")
    local event, to, reason = "released", "pending", "agent_error"
    if lost >= limit then
      event, to = "gave_up", "failed"
    end
    if v[7] then
      book_lost({ row = row, counters = counters, money = KEYS[6], calls = KEYS[7],
        ledger = KEYS[8], spend = KEYS[9] }, v[7], now)
    end
    local line = transition(event, tier, attempts[tier], reason, now, untold_cost(row, v[5]))
    -- A worker's death is not the row's fault: the attempt does not count.
    attempts[tier] = attempts[tier] - 1
    redis.call("HSET", row, "s", to, "l", int(lost), "a", table.concat(attempts, ","),
      "tr", (v[5] or "") .. line)
    counted.add(did(event, tier, reason), 1)
    counted.add("in_progress", -weight)
    counted.add(to, weight)
    lines[#lines + 1] = n .. "," .. line
    if to == "pending" then
      redis.call("ZADD", dues .. tier, int(now), n)
      reply[#reply + 1] = n
    else
      redis.call("HSET", row, "r", reason)
      redis.call("HDEL", steps, n)
      counted.add("reason:" .. reason, weight)
    end
  end
end
counted.write(counters)
announce(events, lines)
if #lines > 0 and finish_if_done(batch, counters, now) then
  reply[1] = "done"
end
return reply
