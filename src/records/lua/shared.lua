-- Put before every script by scripts.ts. One row change = one script = one logged transition.
--
-- Row hash:  s state, t tier number, e epoch (dispatches), f fence (claims), a attempts per tier
--            "1,0,2", p postponements, l leases lost, at last attempt (ms), o outcome, r reason,
--            ms time worked on it so far, of rows that go on,
--            c cost (nano-dollars), w weight (input lines that share the row; absent: 1),
--            oc open calls "call:nano call:nano ", k1 k2 k3 tokens used and reserved on that tier,
--            in input cells (JSON), x cold parts (deflated JSON, base64), tr transitions, d duplicate of row
-- A transition is "event,tier,attempt,reason,ms,cost;".

local function now_ms()
  local time = redis.call("TIME")
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function int(number)
  return string.format("%.0f", number)
end

-- Splits "1,0,2" and returns the list.
local function attempts_of(text)
  local list = {}
  for count in string.gmatch(text or "0,0,0", "%d+") do
    list[#list + 1] = tonumber(count)
  end
  return list
end

local function transition(event, tier, attempt, reason, now, cost)
  return table.concat({ event, tier, attempt, reason, int(now), cost }, ",") .. ";"
end

-- Told to whoever follows the batch; the row itself keeps the whole history. An entry holds what
-- happened at once: "row,transition;row,transition;".
local function announce(events, lines)
  for i = 1, #lines, 16 do
    local together = table.concat(lines, "", i, math.min(i + 15, #lines))
    redis.call("XADD", events, "MAXLEN", "~", "4000", "*", "e", together)
  end
end

-- Sums up changes of counters, so that each counter is written once per script.
local function new_tally()
  local sums = {}
  return {
    add = function(name, by)
      sums[name] = (sums[name] or 0) + by
    end,
    write = function(counters)
      for name, by in pairs(sums) do
        if by ~= 0 then
          redis.call("HINCRBY", counters, name, int(by))
        end
      end
    end,
  }
end

-- The counter of transitions of one kind. Counts rows, and only ever grows: what is undone by
-- reopening has happened all the same.
local function did(event, tier, reason)
  return table.concat({ "did", event, int(tonumber(tier)), reason }, ":")
end

-- Marks the batch done once every line is terminal; true when this call did it.
local function finish_if_done(batch, counters, now)
  local count = redis.call("HMGET", counters, "lines", "completed", "failed")
  if tonumber(count[1] or 0) > tonumber(count[2] or 0) + tonumber(count[3] or 0) then
    return false
  end
  local state = redis.call("HMGET", batch, "status", "doneAt")
  if state[1] == "receiving" or state[2] then
    return false
  end
  redis.call("HSET", batch, "doneAt", int(now))
  if state[1] ~= "cancelled" then
    redis.call("HSET", batch, "status", "done")
  end
  return true
end
