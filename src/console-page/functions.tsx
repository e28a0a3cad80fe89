import type { ConsoleState } from '../emulator/console/data.ts';
import { vcpuText } from '../emulator/cpu/share.ts';

interface FunctionsProps {
  readonly state: ConsoleState | undefined;
  readonly chosen: string | undefined;
  readonly onChoose: (name: string) => void;
}

const sandboxes = (count: number) =>
  count === 0 ? 'no sandbox' : count === 1 ? '1 sandbox' : `${count} sandboxes`;

/** The functions, one of which is chosen, and what stands in front of them. */
export function Functions({ state, chosen, onChoose }: FunctionsProps) {
  return (
    <fieldset class="functions">
      <legend>Function</legend>
      {state?.functions.map(({ name, memorySize, vcpus, timeout, runtime, sandboxes: count }) => (
        <label key={name}>
          <input
            type="radio"
            name="function"
            value={name}
            checked={name === chosen}
            onChange={() => onChoose(name)}
          />
          <span>
            <b>{name}</b>
            <small>
              {memorySize} MB{vcpus === undefined ? '' : `, ${vcpuText(vcpus)}`}, {timeout} s, {runtime},{' '}
              {sandboxes(count)}
            </small>
          </span>
        </label>
      ))}
      {state !== undefined && state.apis.length > 0 && (
        <p class="apis">
          APIs:{' '}
          {state.apis.map(({ name, path }) => (
            <a key={name} href={path} target="_blank" rel="noreferrer">
              {name}
            </a>
          ))}
        </p>
      )}
    </fieldset>
  );
}
