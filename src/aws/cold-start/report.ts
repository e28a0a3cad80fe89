/** The figures of a REPORT line. Durations in ms, memory in MB. */
export interface Report {
  readonly requestId: string;
  readonly durationMs: number;
  readonly memorySize: number;
  readonly maxMemoryUsed: number;
  /** On a cold start alone. */
  readonly initDurationMs?: number;
}

const text =
  /REPORT RequestId: (\S+)\s+Duration: ([\d.]+) ms\s+Billed Duration: [\d.]+ ms\s+Memory Size: (\d+) MB\s+Max Memory Used: (\d+) MB(?:\s+Init Duration: ([\d.]+) ms)?/g;

/** The same of a function with the JSON log format: one record a line. */
function fromJson(line: string): Report | undefined {
  if (!line.includes('"platform.report"')) return undefined;
  try {
    const { record } = JSON.parse(line);
    const { durationMs, memorySizeMB, maxMemoryUsedMB, initDurationMs } = record.metrics;
    return {
      requestId: record.requestId,
      durationMs,
      memorySize: memorySizeMB,
      maxMemoryUsed: maxMemoryUsedMB,
      ...(initDurationMs === undefined ? {} : { initDurationMs }),
    };
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
  const [, requestId, duration, memory, used, init] = match;
  return {
    requestId: requestId as string,
    durationMs: Number(duration),
    memorySize: Number(memory),
    maxMemoryUsed: Number(used),
    ...(init === undefined ? {} : { initDurationMs: Number(init) }),
  };
}
