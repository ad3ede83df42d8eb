-- wrk -s wrk.lua URL -- FILE: goes round the requests in FILE ("path token header" per line, the latter two may be missing) and ends with one line
-- for the bench: requests, microseconds, p50 and p99 in microseconds, answers of 400 and above, broken connections.

local requests = {}
local at = 0

function init(args)
  for line in io.lines(args[1]) do
    local path, token, name, value = line:match("^(%S+) ?(%S*) ?([^:]*):? ?(.*)$")
    local headers = {}
    if token ~= "" then
      headers["Authorization"] = "Bearer " .. token
    end
    if name ~= "" then
      headers[name] = value
    end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("bench %d %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
