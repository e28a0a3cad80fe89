/** The figures of a REPORT line. Durations in ms, memory in MB. */
export interface Report {
  readonly requestId: string;
  readonly durationMs: number;
  readonly billedMs: number;
  readonly memorySize: number;
  readonly maxMemoryUsed: number;
  /** On a cold start alone. */
  readonly initDurationMs?: number;
  /** How an invocation ended that did not end well: `error`, `timeout`. */
  readonly failure?: string;
  /** Such as `Runtime.ExitError`. */
  readonly errorType?: string;
}

const text =
  /REPORT RequestId: (\S+)\s+Duration: ([\d.]+) ms\s+Billed Duration: ([\d.]+) ms\s+Memory Size: (\d+) MB\s+Max Memory Used: (\d+) MB(?:\s+Init Duration: ([\d.]+) ms)?(?:\s+Status: (\w+))?(?:\s+Error Type: (\S+))?/g;

/** A report without what is not there, and without a status that says that all went well. */
function reportOf(
  base: Omit<Report, 'initDurationMs' | 'failure' | 'errorType'>,
  init: number | undefined,
  status: string | undefined,
  errorType: string | undefined,
): Report {
  return {
    ...base,
    ...(init === undefined ? {} : { initDurationMs: init }),
    ...(status === undefined || status === 'success' ? {} : { failure: status }),
    ...(errorType === undefined ? {} : { errorType }),
  };
}

/** The same of a function with the JSON log format: one record a line. */
function fromJson(line: string): Report | undefined {
  if (!line.includes('"platform.report"')) return undefined;
  try {
    const { record } = JSON.parse(line);
    const { durationMs, billedDurationMs, memorySizeMB, maxMemoryUsedMB, initDurationMs } = record.metrics;
    if (typeof durationMs !== 'number') return undefined;
    const base = {
      requestId: record.requestId,
      durationMs,
      billedMs: billedDurationMs,
      memorySize: memorySizeMB,
      maxMemoryUsed: maxMemoryUsedMB,
    };
    return reportOf(base, initDurationMs, record.status, record.errorType);
  } catch {
    // The tail of a log may begin in the middle of a line.
    return undefined;
  }
}

/** Reads the last REPORT out of a log, in Lambda's text or JSON format; undefined when there is none. */
export function parseReport(log: string): Report | undefined {
  const match = [...log.matchAll(text)].at(-1);
  if (!match)
    return log
      .split('\n')
      .map(fromJson)
      .filter((report) => report !== undefined)
      .at(-1);
  const [, requestId, duration, billed, memory, used, init, status, errorType] = match;
  const base = {
    requestId: requestId as string,
    durationMs: Number(duration),
    billedMs: Number(billed),
    memorySize: Number(memory),
    maxMemoryUsed: Number(used),
  };
  return reportOf(base, init === undefined ? undefined : Number(init), status, errorType);
}
