-- Gives dispatched rows to one worker: each a new fence, a lease, an attempt.
--
-- KEYS  batch     hash
--       counters  hash
--       sent      zset: row -> ms of dispatch
--       held      zset: row -> ms at which the lease ends
--       due       zset of the tier: row -> ms
--       events    stream
-- ARGV  prefix    of row keys (same hash tag)
--       tier      number
--       lease     ms
--       then per row: row, epoch of its job
-- Reply per row: "stale" (it is elsewhere) | "returned" (the batch is paused or cancelled: due again)
--       | fence, attempts "1,0,2", postponements, ms worked, cells, cold or ""

local batch, counters, sent, held, due, events = unpack(KEYS)
local prefix, tier, lease = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local names = {}
for i = 4, #ARGV, 2 do
  names[#names + 1] = ARGV[i]
end
local since = redis.call("ZMSCORE", sent, unpack(names))
local is_active = redis.call("HGET", batch, "status") == "active"
local now = now_ms()
local till = int(now + lease)

-- First everything is read, then everything is written: what goes wrong goes wrong before.
local reply, taken, seen = {}, {}, {}
for i, n in ipairs(names) do
  local v = redis.call("HMGET", prefix .. n, "s", "t", "e", "f", "a", "w", "tr", "in", "x", "p", "ms")
  local state = v[1]
  if seen[n] or not since[i] or (state ~= "pending" and state ~= "escalated")
    or tonumber(v[2]) ~= tier or v[3] ~= ARGV[3 + 2 * i] then
    reply[i] = "stale"
  else
    seen[n] = true
    if is_active then
      local attempts = attempts_of(v[5])
      attempts[tier] = attempts[tier] + 1
      local tried = table.concat(attempts, ",")
      local fence = int(tonumber(v[4] or "0") + 1)
      local line = transition("claimed", tier, attempts[tier], "", now, "0")
      taken[#taken + 1] = { n, state, tonumber(v[6] or "1"), line,
        "s", "in_progress", "f", fence, "a", tried, "at", int(now), "tr", (v[7] or "") .. line }
      reply[i] = { fence, tried, v[10] or "0", v[11] or "0", v[8], v[9] or "" }
    else
      reply[i] = "returned"
    end
  end
end

local leaving = {}
for n in pairs(seen) do
  leaving[#leaving + 1] = n
end
if #leaving > 0 then
  redis.call("ZREM", sent, unpack(leaving))
end
if not is_active then
  for _, n in ipairs(leaving) do
    redis.call("ZADD", due, int(now), n)
  end
end
if #taken > 0 then
  local leases, lines, moved = {}, {}, new_tally()
  for i, row in ipairs(taken) do
    redis.call("HSET", prefix .. row[1], unpack(row, 5))
    leases[2 * i - 1], leases[2 * i] = till, row[1]
    lines[i] = row[1] .. "," .. row[4]
    moved.add(row[2], -row[3])
    moved.add("in_progress", row[3])
    moved.add(did("claimed", tier, ""), 1)
  end
  redis.call("ZADD", held, unpack(leases))
  moved.write(counters)
  announce(events, lines)
end
return reply
