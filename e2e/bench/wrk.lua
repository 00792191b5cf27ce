-- wrk -s wrk.lua URL -- METHOD PATH FIRST COUNT BODY HEADER…
-- Replaces "#" in the body by FIRST, FIRST + 1, … COUNT - 1, and then starts again from 0.

local method, path, count, body
local headers = {}
local turn

function init(args)
  method, path, turn, count, body = args[1], args[2], tonumber(args[3]), tonumber(args[4]), args[5]
  for index = 6, #args do
    local name, value = args[index]:match("^([^:]+): (.*)$")
    headers[name] = value
  end
end

function request()
  if body == "" then return wrk.format(method, path, headers) end
  local asked = body:gsub("#", turn % count)
  turn = turn + 1
  return wrk.format(method, path, headers, asked)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("\n%s%d,%d,%d,%d,%d,%d\n", "RESULT ", summary.requests, summary.duration,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
