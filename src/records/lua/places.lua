-- Counts where a batch's open rows are. Rows in queues and in hand are looked at one by one, up to a
-- limit; beyond it the tiers' shares are estimated.
--
-- KEYS  batch   hash
--       money   hash
--       due1, due2, due3   zsets: row -> ms (or its number: due since the batch was sealed)
--       sent    zset: row -> ms of dispatch
--       held    zset: row -> ms at which the lease ends
-- ARGV  prefix  of row keys (same hash tag)
--       most    rows looked at per place
-- Reply status, ms of sealing, ceiling or "", nano-dollars spent and reserved;
--       due now, due later and ms of the oldest due now (0 = none) per tier; sent per tier; held per tier

local batch, money = KEYS[1], KEYS[2]
local prefix, most = ARGV[1], tonumber(ARGV[2])
local now = now_ms()
local about = redis.call("HMGET", batch, "status", "sealedAt", "maxUsdNano")
local amounts = redis.call("HMGET", money, "spent", "reserved")
local reply = { about[1] or "", about[2] or "0", about[3] or "", amounts[1] or "0", amounts[2] or "0" }
local function put(number)
  reply[#reply + 1] = int(number)
end

-- No moment of this century is so small: a row's number.
local first_ms = 1e12
for k = 3, 5 do
  local ready = redis.call("ZCOUNT", KEYS[k], "-inf", int(now))
  local oldest = 0
  if ready > 0 then
    local fresh = redis.call("ZRANGEBYSCORE", KEYS[k], "-inf", "(" .. int(first_ms), "LIMIT", 0, 1)
    if fresh[1] then
      oldest = tonumber(reply[2])
    else
      oldest = tonumber(redis.call("ZRANGE", KEYS[k], 0, 0, "WITHSCORES")[2])
    end
  end
  put(ready)
  put(redis.call("ZCARD", KEYS[k]) - ready)
  put(oldest)
end
for k = 6, 7 do
  local size = redis.call("ZCARD", KEYS[k])
  local rows = size > 0 and redis.call("ZRANGE", KEYS[k], 0, most - 1) or {}
  local tiers = { 0, 0, 0 }
  for _, n in ipairs(rows) do
    local tier = tonumber(redis.call("HGET", prefix .. n, "t") or "1")
    tiers[tier] = tiers[tier] + 1
  end
  for tier = 1, 3 do
    put(#rows == 0 and 0 or math.floor(tiers[tier] * size / #rows + 0.5))
  end
end
return reply
