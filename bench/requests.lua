-- What wrk asks: the targets of a file, one a line. Arguments: the file, how to take them, a word of this run's own.
--   same   the first target again and again
--   each   one after another
--   fresh  one after another, each with a SPARQL comment that no request had before, so that no cache knows it
local targets, manner, word, count = {}, "same", "", 0

function init(arguments)
  for line in io.lines(arguments[1]) do targets[#targets + 1] = line end
  manner, word = arguments[2], arguments[3]
end

function request()
  if manner == "same" then return wrk.format("GET", targets[1]) end
  count = count + 1
  local target = targets[count % #targets + 1]
  if manner == "fresh" then target = target .. "%0A%23" .. word .. count end
  return wrk.format("GET", target)
end

-- Microseconds, as wrk counts them.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"requests": %d, "duration": %d, "refused": %d, "failed": %d, "p50": %d, "p99": %d}\n',
    summary.requests, summary.duration, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
