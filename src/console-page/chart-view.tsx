import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { InvocationSummary } from '../emulator/console/data.ts';
import { chartIndex, chartLeft, chartPaths, chartText, chartX } from './chart.ts';

const height = 130;
const memoryHeight = 44;
const whole = height + memoryHeight + 20;

interface ChartProps {
  /** The oldest first. */
  readonly invocations: readonly InvocationSummary[];
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
}

/** A drawing of many marks may be so old (ms), so that invocations that come fast do not draw it each time. */
const drawMs = 200;

/** The value as it was when it was last looked at, which is done at most every `drawMs`. */
function useNowAndThen<T>(value: T): T {
  const [seen, setSeen] = useState(value);
  const latest = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  latest.current = value;
  useEffect(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setSeen(latest.current);
    }, drawMs);
  }, [value]);
  return seen;
}

/** The durations and the memory of all invocations that are shown; a click selects the nearest. */
export function Chart({ invocations: all, selected, onSelect }: ChartProps) {
  const invocations = useNowAndThen(all);
  const svg = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(600);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.max(200, Math.round(entry.contentRect.width)));
    });
    if (svg.current) observer.observe(svg.current);
    return () => observer.disconnect();
  }, []);
  const paths = useMemo(() => chartPaths(invocations, { width, height, memoryHeight }), [invocations, width]);
  const text = useMemo(() => chartText(invocations), [invocations]);
  const at = selected === undefined ? -1 : invocations.findIndex(({ id }) => id === selected);
  const x = chartX(at, invocations.length, width);
  return (
    <figure>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the list below is the way for the keyboard */}
      <svg
        ref={svg}
        class="chart"
        role="img"
        aria-label={text}
        height={whole}
        width="100%"
        onClick={(event) => {
          const { left } = event.currentTarget.getBoundingClientRect();
          const found = invocations[chartIndex(event.clientX - left, invocations.length, width)];
          if (found) onSelect(found.id);
        }}
      >
        {paths.grid.map(({ y, label }) => (
          <g key={label}>
            <path class="grid" d={`M${chartLeft} ${y}H${width}`} />
            <text x={chartLeft - 6} y={y + 4}>
              {label}
            </text>
          </g>
        ))}
        <text x={chartLeft - 6} y={height + 18 + 10}>
          limit
        </text>
        <text x={chartLeft - 6} y={whole - 2}>
          memory
        </text>
        {at >= 0 && <path class="chosen" d={`M${x} 0V${whole}`} />}
        <path class="limit" d={paths.memoryLimit} />
        <path class="memory" d={paths.memory} />
        <path class="init" d={paths.init} />
        <path class="dots good" d={paths.succeeded} />
        <path class="dots bad" d={paths.failed} />
      </svg>
      <figcaption>
        <span class="key good">● duration</span> <span class="key bad">● failed</span>{' '}
        <span class="key cold">▲ init of a cold start</span> <span class="key mem">▮ memory</span>
      </figcaption>
    </figure>
  );
}
