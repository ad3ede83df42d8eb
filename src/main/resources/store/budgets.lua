-- One decision about several budgets, in one round trip and atomically.
-- KEYS: where each budget is kept. ARGV: cost, 1 if it is to be counted whatever is left, then quota and window (ms) of each.
-- Returns 1 or 0, the time, and for each budget when its window began, what was used in it and in the one before.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local cost = tonumber(ARGV[1])
local always = ARGV[2] == '1'
local allowed = true
local windows = {}
for i, key in ipairs(KEYS) do
  local quota = tonumber(ARGV[2 * i + 1])
  local length = tonumber(ARGV[2 * i + 2])
  local kept = redis.call('HMGET', key, 'began', 'used', 'before')
  local began, used, before = tonumber(kept[1]), tonumber(kept[2]) or 0, tonumber(kept[3]) or 0
  if not began or now >= began + 2 * length or now < began then
    began, used, before = now, 0, 0
  elseif now >= began + length then
    began, used, before = began + length, 0, used
  end
  local weighted = used + before * (length - (now - began)) / length
  if weighted + math.max(cost, 1) > quota then
    allowed = false
  end
  windows[i] = { began, used, before, length }
end
local answer = { allowed and 1 or 0, now }
for i, key in ipairs(KEYS) do
  local window = windows[i]
  if cost ~= 0 and (allowed or always) then
    window[2] = math.max(0, window[2] + cost)
    redis.call('HSET', key, 'began', window[1], 'used', window[2], 'before', window[3])
    redis.call('PEXPIRE', key, 2 * window[4])
  end
  for part = 1, 3 do
    answer[#answer + 1] = window[part]
  end
end
return answer
