-- wrk -s wrk.lua URL -- METHOD PATH COUNT BODY HEADER…: "#" in the body is replaced by 0, 1, … COUNT - 1 in turn.

local method, path, count, body
local headers = {}
local turn = 0

function init(args)
  method, path, count, body = args[1], args[2], tonumber(args[3]), args[4]
  for index = 5, #args do
    local name, value = args[index]:match("^([^:]+): (.*)$")
    headers[name] = value
  end
end

function request()
  if body == "" then return wrk.format(method, path, headers) end
  turn = (turn + 1) % count
  return wrk.format(method, path, headers, (body:gsub("#", turn)))
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("\n%s%d,%d,%d,%d,%d,%d\n", "RESULT ", summary.requests, summary.duration,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
