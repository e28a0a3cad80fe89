import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { EventList } from '../emulator/console/data.ts';
import { eventList, eventText } from './api.ts';
import { EventButtons } from './event-buttons.tsx';
import { formatJson, jsonProblem, shownJson } from './json.ts';

interface EditorProps {
  readonly functionName: string | undefined;
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly onChoose: (functionName: string) => void;
  readonly onInvoke: (functionName: string, event: string) => Promise<void>;
  readonly onCopy: (what: string, command: string) => void;
  readonly onSave: (event: string) => void;
}

/** The library's events under the names of their services. */
function byService(library: EventList['library']): readonly [string, EventList['library']][] {
  const services = new Map<string, EventList['library'][number][]>();
  for (const event of library) services.set(event.service, [...(services.get(event.service) ?? []), event]);
  return [...services];
}

/** Where the event of a route is, below the events. */
const routePath = ({ api, index }: Pick<EventList['routes'][number], 'api' | 'index'>) =>
  `routes/${encodeURIComponent(api)}/${index}`;

/** The events that can be chosen; the list is read when the function changes, and after a save. */
function EventOptions({ events }: { readonly events: EventList }) {
  return (
    <>
      {events.routes.length > 0 && (
        <optgroup label="Routes">
          {events.routes.map(({ api, index, route }) => (
            <option key={`${api}/${index}`} value={routePath({ api, index })}>
              {api}: {route}
            </option>
          ))}
        </optgroup>
      )}
      <optgroup label="Project">
        {events.project.map(({ name }) => (
          <option key={name} value={`project/${name}`}>
            {name}
          </option>
        ))}
      </optgroup>
      {byService(events.library).map(([service, list]) => (
        <optgroup key={service} label={service}>
          {list.map(({ name, title }) => (
            <option key={name} value={`library/${name}`}>
              {name}: {title}
            </option>
          ))}
        </optgroup>
      ))}
    </>
  );
}

/** The event, which is checked while it is typed, and what can be done with it. */
export function Editor(props: EditorProps) {
  const { functionName, text, setText, onChoose, onInvoke, onCopy, onSave } = props;
  const [events, setEvents] = useState<EventList>();
  const [running, setRunning] = useState(0);
  const [problem, setProblem] = useState<string>();
  /** What was typed before another event took its place. */
  const [before, setBefore] = useState<string>();
  /** The text as it is now, for what goes on after an answer of the emulator: the user may have typed meanwhile. */
  const current = useRef(text);
  current.current = text;
  /** The event that was put there last. */
  const loaded = useRef('');

  const put = (event: string) => {
    setText(event);
    current.current = event;
    loaded.current = event;
  };
  const load = async (path: string) => {
    const found = shownJson(await eventText(path));
    const typed = current.current;
    if (typed.trim() !== '' && typed !== loaded.current) setBefore(typed);
    put(found);
  };
  const refresh = useCallback(async () => {
    const list = await eventList();
    setEvents(list);
    return list;
  }, []);

  /** The function that was chosen for an event that is already there. */
  const chosenFor = useRef<string | undefined>(undefined);
  const choose = (name: string) => {
    chosenFor.current = name;
    onChoose(name);
  };

  // The function's own sample event, unless something was typed.
  useEffect(() => {
    if (functionName === undefined || functionName === chosenFor.current) return;
    chosenFor.current = undefined;
    let isOver = false;
    const isTyped = () => isOver || current.current !== loaded.current;
    const take = async () => {
      const { project } = await refresh();
      const own = project.find(({ functions }) => functions.includes(functionName));
      const event = own && !isTyped() ? shownJson(await eventText(`project/${own.name}`)) : '{}';
      if (!isTyped()) put(event);
    };
    take().catch(() => undefined);
    return () => {
      isOver = true;
    };
  }, [functionName]);

  const options = useMemo(() => events && <EventOptions events={events} />, [events]);
  // A large event is not read again at each key.
  useEffect(() => {
    const timer = setTimeout(() => setProblem(jsonProblem(text)), text.length > 50_000 ? 300 : 0);
    return () => clearTimeout(timer);
  }, [text]);

  const call = async () => {
    if (functionName === undefined) return;
    const now = jsonProblem(text);
    setProblem(now);
    if (now !== undefined) return;
    setRunning((count) => count + 1);
    await onInvoke(functionName, text);
    setRunning((count) => count - 1);
  };
  const isWrong = problem !== undefined;

  return (
    <section aria-labelledby="event-title">
      <div class="bar">
        <h2 id="event-title">
          <label for="event">Event</label>
        </h2>
        <label>
          Take{' '}
          <select
            id="events"
            value=""
            onFocus={() => void refresh()}
            onChange={(event) => {
              const { value } = event.currentTarget;
              event.currentTarget.value = '';
              if (value === '') return;
              const route = events?.routes.find((one) => routePath(one) === value);
              if (route) choose(route.functionName);
              void load(value);
            }}
          >
            <option value="">a sample event…</option>
            {options}
          </select>
        </label>
      </div>
      <textarea
        id="event"
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        aria-invalid={isWrong}
        aria-describedby="problem"
        value={text}
        onInput={(event) => {
          current.current = event.currentTarget.value;
          setText(current.current);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void call();
        }}
      />
      <p id="problem" class={isWrong ? 'problem' : 'hint'} aria-live="polite">
        {isWrong ? `Not JSON: ${problem}` : 'JSON. Ctrl+Enter invokes.'}
      </p>
      <div class="buttons">
        <button type="button" class="main" disabled={isWrong || functionName === undefined} onClick={call}>
          {running > 0 ? 'Invoke again' : 'Invoke'}
        </button>
        <button type="button" disabled={isWrong} onClick={() => setText(formatJson(text))}>
          Format
        </button>
        <EventButtons
          functionName={functionName ?? ''}
          event={text}
          saved={text}
          disabled={isWrong}
          onCopy={onCopy}
          onSave={onSave}
        />
        {before !== undefined && (
          <button
            type="button"
            onClick={() => {
              setText(before);
              setBefore(undefined);
            }}
          >
            Back to what was typed
          </button>
        )}
      </div>
    </section>
  );
}
