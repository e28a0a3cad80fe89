import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { InvocationSummary } from '../emulator/console/data.ts';
import { clock, milliseconds } from './chart.ts';

/** As in page.css (px). */
const rowHeight = 28;
const listHeight = 308;
/** Rows above and below what is in sight. */
const margin = 8;

interface ListProps {
  /** The oldest first; the newest is on top. */
  readonly invocations: readonly InvocationSummary[];
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
}

/** How far a key moves. */
const moves: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

const marks = { running: '…', succeeded: '✓', failed: '✗' } as const;
const stateTexts = { running: 'running', succeeded: 'succeeded', failed: 'failed' } as const;

function Row({ invocation }: { readonly invocation: InvocationSummary }) {
  const { number, functionName, acceptedAt, state, durationMs, initDurationMs, maxMemoryUsed } = invocation;
  return (
    <>
      <span class={`mark ${state}`} role="img" aria-label={stateTexts[state]}>
        {marks[state]}
      </span>
      <span class="number">{number}</span>
      <time>{clock(acceptedAt)}</time>
      <span class="name">{functionName}</span>
      <span class="figure">{durationMs === undefined ? '' : milliseconds(durationMs)}</span>
      <span class="figure cold">
        {initDurationMs === undefined ? '' : `+ ${milliseconds(initDurationMs)} init`}
      </span>
      <span class="figure memory">{maxMemoryUsed ? `${maxMemoryUsed} MB` : ''}</span>
    </>
  );
}

/** The invocations, of which only those in sight are drawn. */
export function InvocationList({ invocations, selected, onSelect }: ListProps) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const count = invocations.length;
  /** The place from the top, where the newest is. */
  const at = (place: number) => invocations[count - 1 - place] as InvocationSummary;
  const newest = invocations.at(-1)?.number ?? 0;
  const before = useRef(newest);
  useLayoutEffect(() => {
    const element = box.current;
    const added = newest - before.current;
    before.current = newest;
    // What is looked at stays where it is while new ones come in above.
    // The list is not asked where it is: that would have it laid out at each change.
    if (element && top > 0 && added > 0) element.scrollTop = top + added * rowHeight;
  }, [newest]);

  const first = Math.max(0, Math.floor(top / rowHeight) - margin);
  const last = Math.min(count, Math.ceil((top + listHeight) / rowHeight) + margin);
  const chosen = selected === undefined ? -1 : count - 1 - invocations.findIndex(({ id }) => id === selected);
  const isShown = chosen >= 0 && chosen < count;

  const move = (by: number) => {
    if (count === 0) return;
    const from = isShown ? chosen : -1;
    const place = Math.min(count - 1, Math.max(0, from + by));
    onSelect(at(place).id);
    const element = box.current;
    if (!element) return;
    const y = place * rowHeight;
    if (y < element.scrollTop) element.scrollTop = y;
    else if (y + rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = y + rowHeight - element.clientHeight;
  };

  const rows = [];
  for (let place = first; place < last; place++) {
    const invocation = at(place);
    const isSelected = place === chosen;
    rows.push(
      // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys
      <div
        key={invocation.id}
        id={`row-${invocation.id}`}
        class="row"
        role="option"
        tabIndex={-1}
        aria-selected={isSelected}
        aria-setsize={count}
        aria-posinset={place + 1}
        style={{ top: `${place * rowHeight}px` }}
        onClick={() => onSelect(invocation.id)}
      >
        <Row invocation={invocation} />
      </div>,
    );
  }
  return (
    <div
      ref={box}
      class="list"
      role="listbox"
      tabIndex={0}
      aria-label="Invocations, the newest first"
      aria-activedescendant={isShown && chosen >= first && chosen < last ? `row-${selected}` : undefined}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={(event) => {
        const by = moves[event.key];
        if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        move(by);
      }}
    >
      {count === 0 && <p class="hint">Nothing has been invoked.</p>}
      <div class="rows" role="presentation" style={{ height: `${count * rowHeight}px` }}>
        {rows}
      </div>
    </div>
  );
}
