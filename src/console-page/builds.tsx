import type { BuildState, ConsoleNotice } from '../emulator/console/data.ts';
import { clock, milliseconds } from './chart.ts';

/** Which code answers, and what its build said. */
export function Builds({ build }: { readonly build: BuildState | undefined }) {
  if (!build) return null;
  const { isRunning, last, builtAt } = build;
  const hasFailed = last?.ok === false;
  const took = last ? ` in ${milliseconds(last.durationMs)}` : '';
  return (
    <>
      <span class={hasFailed && !isRunning ? 'state bad' : 'state'} id="build">
        {isRunning
          ? 'building…'
          : hasFailed
            ? `the build failed${took}; the code of ${clock(builtAt)} answers`
            : `built at ${clock(builtAt)}${took}`}
      </span>
      {hasFailed && last.errors.length > 0 && (
        <pre class="errors" role="alert">
          {last.errors.join('\n')}
        </pre>
      )}
    </>
  );
}

/** What the emulator's terminal says besides the logs. */
export function Notices({ notices }: { readonly notices: readonly ConsoleNotice[] }) {
  if (notices.length === 0) return null;
  return (
    <details class="notices">
      <summary>Messages ({notices.length})</summary>
      <ul>
        {notices.toReversed().map(({ change, at, text }) => (
          <li key={change}>
            <time>{clock(at)}</time> {text}
          </li>
        ))}
      </ul>
    </details>
  );
}
