-- Stores a chunk of input lines as rows, in order. Nothing is due before the batch is sealed.
--
-- KEYS  batch     hash
--       counters  hash
--       dedupe    hash: fingerprint of the input -> row
--       due       zset of the first tier: row -> ms
-- ARGV  prefix    of row keys (same hash tag)
--       first     number of the chunk's first line
--       tier      number of the first tier
--       then per line: fingerprint ("" = invalid), cells (JSON), cold (deflated JSON, base64, "" = none)
-- Reply "accepted" | "closed" (the batch takes no more lines) | "gap" (first is not the next line)

local batch, counters, dedupe, due = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local prefix, first, tier = ARGV[1], tonumber(ARGV[2]), ARGV[3]

if redis.call("HGET", batch, "status") ~= "receiving" then
  return "closed"
end
if tonumber(redis.call("HGET", counters, "lines") or "0") ~= first then
  return "gap"
end

local now = int(now_ms())
local pending, failed, duplicates = 0, 0, 0
local n = first
for i = 4, #ARGV, 3 do
  local fingerprint, cells, cold = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local row = prefix .. n
  if fingerprint == "" then
    redis.call("HSET", row, "s", "failed", "t", tier, "r", "invalid_input", "in", cells, "x", cold,
      "tr", transition("refused", tier, "0", "invalid_input", now, "0"))
    failed = failed + 1
  else
    local original = redis.call("HGET", dedupe, fingerprint)
    if original then
      redis.call("HSET", row, "d", original, "in", cells)
      local weight = redis.call("HGET", prefix .. original, "w")
      redis.call("HSET", prefix .. original, "w", int(tonumber(weight or "1") + 1))
      duplicates = duplicates + 1
    else
      redis.call("HSET", dedupe, fingerprint, n)
      redis.call("HSET", row, "s", "pending", "t", tier, "in", cells)
      redis.call("ZADD", due, n, n)
    end
    pending = pending + 1
  end
  n = n + 1
end

redis.call("HINCRBY", counters, "lines", n - first)
redis.call("HINCRBY", counters, "pending", pending)
redis.call("HINCRBY", counters, "failed", failed)
redis.call("HINCRBY", counters, "duplicates", duplicates)
if failed > 0 then
  redis.call("HINCRBY", counters, "reason:invalid_input", failed)
  redis.call("HINCRBY", counters, did("refused", tier, "invalid_input"), failed)
end
return "accepted"
