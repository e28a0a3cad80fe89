import { useEffect, useMemo, useState } from 'preact/hooks';
import type { InvocationDetail, InvocationSummary, KeptText } from '../emulator/console/data.ts';
import { invocationDetail } from './api.ts';
import { milliseconds } from './chart.ts';
import { EventButtons } from './event-buttons.tsx';
import { readErrorDocument, shownJson } from './json.ts';
import { testCode } from './test-code.ts';

interface DetailProps {
  readonly summary: InvocationSummary | undefined;
  /** The handler of its function, where the project's tests can run it. */
  readonly testedHandler: string | undefined;
  readonly onRun: (functionName: string, event: string) => void;
  readonly onCopy: (what: string, command: string) => void;
  readonly onEdit: (functionName: string, event: string) => void;
  readonly onSave: (event: string) => void;
}

/** The whole of an invocation, read again when it changes. */
function useDetail(summary: InvocationSummary | undefined): InvocationDetail | undefined {
  const [detail, setDetail] = useState<InvocationDetail>();
  const { id, change } = summary ?? {};
  const [isReading, setReading] = useState(false);
  useEffect(() => {
    if (id === undefined || isReading || (detail?.id === id && detail.change >= (change ?? 0))) return;
    // One request at a time, however fast a log grows.
    setReading(true);
    invocationDetail(id)
      .then(setDetail)
      .catch(() => undefined)
      .finally(() => setReading(false));
  }, [id, change, isReading, detail]);
  return detail?.id === id ? detail : undefined;
}

/** A test that repeats an invocation of which all is known; undefined otherwise. */
function testOf(detail: InvocationDetail | undefined, handler: string | undefined): string | undefined {
  if (!detail || handler === undefined || detail.event?.isCut !== false) return undefined;
  const { event, response, errorType, state } = detail;
  if (state === 'failed')
    return errorType && testCode({ handler, event: event.text, outcome: { errorType } });
  return response?.isCut === false
    ? testCode({ handler, event: event.text, outcome: { response: response.text } })
    : undefined;
}

const platformLine = /^(?:START|END|REPORT|INIT_REPORT) /;

const cutNote = ({ bytes, isCut }: KeptText) =>
  isCut ? `, ${bytes} bytes, of which the first are shown` : '';

function Figures({ summary }: { readonly summary: InvocationSummary }) {
  const { durationMs, billedMs, initDurationMs, memorySize, maxMemoryUsed, errorType } = summary;
  if (durationMs === undefined) return <p class="hint">It is running.</p>;
  return (
    <dl class="figures">
      <div>
        <dt>Duration</dt>
        <dd>{milliseconds(durationMs)}</dd>
      </div>
      {initDurationMs !== undefined && (
        <div>
          <dt>Init (cold start)</dt>
          <dd>{milliseconds(initDurationMs)}</dd>
        </div>
      )}
      <div>
        <dt>Billed</dt>
        <dd>{billedMs} ms</dd>
      </div>
      <div>
        <dt>Memory</dt>
        <dd>
          {maxMemoryUsed ? (
            <>
              {maxMemoryUsed} of {memorySize} MB{' '}
              <meter min={0} max={memorySize} high={0.9 * (memorySize ?? 0)} value={maxMemoryUsed}>
                {maxMemoryUsed} MB
              </meter>
            </>
          ) : (
            'not measured'
          )}
        </dd>
      </div>
      {errorType !== undefined && (
        <div>
          <dt>Error type</dt>
          <dd class="bad">{errorType}</dd>
        </div>
      )}
    </dl>
  );
}

function Failure({ response }: { readonly response: KeptText }) {
  const error = useMemo(() => readErrorDocument(response.text), [response.text]);
  if (!error) return <pre>{response.text}</pre>;
  return (
    <div class="failure">
      <p>
        <b>{error.errorType ?? 'An error'}</b>: {error.errorMessage}
      </p>
      {error.stackTrace.length > 0 && <pre>{error.stackTrace.join('\n')}</pre>}
    </div>
  );
}

function Log({ lines, isCut }: { readonly lines: readonly string[]; readonly isCut: boolean }) {
  return (
    <>
      <h3>Log</h3>
      <pre class="log">
        {lines.map((line, i) => (
          <span key={i} class={platformLine.test(line) ? 'platform' : undefined}>
            {line}
            {'\n'}
          </span>
        ))}
      </pre>
      {isCut && <p class="hint">The rest of the log is in the terminal.</p>}
    </>
  );
}

/** The result of an invocation: error or response, figures, log, event. */
export function Detail({ summary, testedHandler, onRun, onCopy, onEdit, onSave }: DetailProps) {
  const detail = useDetail(summary);
  const event = useMemo(() => detail?.event && shownJson(detail.event.text), [detail?.event?.text]);
  const response = useMemo(
    () => detail?.response && shownJson(detail.response.text),
    [detail?.response?.text],
  );
  if (!summary)
    return (
      <section aria-label="Result" class="detail">
        <p class="hint">Invoke a function, or select an invocation.</p>
      </section>
    );
  const { functionName, number, state } = summary;
  const whole = detail?.event?.isCut === false ? detail.event.text : undefined;
  const isLost = whole === undefined;
  return (
    <section aria-label="Result" class="detail" data-state={state}>
      <h2>
        {functionName} <small>no. {number}</small>
      </h2>
      <p class="id">{summary.id}</p>
      <Figures summary={summary} />
      <div class="buttons">
        <button type="button" disabled={isLost} onClick={() => onRun(functionName, whole ?? '')}>
          Run again
        </button>
        <button type="button" disabled={isLost} onClick={() => onEdit(functionName, event ?? '')}>
          Edit
        </button>
        <EventButtons
          functionName={functionName}
          event={whole ?? ''}
          saved={event ?? ''}
          disabled={isLost}
          test={testOf(detail, testedHandler)}
          onCopy={onCopy}
          onSave={onSave}
        />
      </div>
      {detail?.isStreamed && <p class="hint">The response was streamed to the caller, and is not kept.</p>}
      {detail?.response && (
        <>
          <h3>
            {state === 'failed' ? 'Error' : 'Response'}
            {cutNote(detail.response)}
          </h3>
          {state === 'failed' ? (
            <Failure response={detail.response} />
          ) : (
            <pre class="response">{response}</pre>
          )}
        </>
      )}
      {detail && detail.log.length > 0 && <Log lines={detail.log} isCut={detail.isLogCut} />}
      {detail?.event ? (
        <details>
          <summary>Event{cutNote(detail.event)}</summary>
          <pre>{event}</pre>
        </details>
      ) : (
        detail && <p class="hint">Its event is not kept any more.</p>
      )}
    </section>
  );
}
