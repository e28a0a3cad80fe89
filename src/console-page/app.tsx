import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import type { InvocationSummary } from '../emulator/console/data.ts';
import { invoke } from './api.ts';
import { Builds, Notices } from './builds.tsx';
import { Chart } from './chart-view.tsx';
import { Detail } from './detail.tsx';
import { Editor } from './editor.tsx';
import { Functions } from './functions.tsx';
import { InvocationList } from './list.tsx';
import { SaveDialog } from './save-dialog.tsx';
import type { Store } from './store.ts';

const filters = {
  all: () => true,
  failed: ({ state }: InvocationSummary) => state === 'failed',
  cold: ({ initDurationMs }: InvocationSummary) => initDurationMs !== undefined,
} as const;

type Filter = keyof typeof filters;

/** The whole page. */
export function App({ store }: { readonly store: Store }) {
  const [, redraw] = useReducer((count: number, _: undefined) => count + 1, 0);
  useEffect(() => store.listen(() => redraw(undefined)), [store]);
  const { state, invocations } = store;
  const functions = state?.functions ?? [];
  const [chosen, setChosen] = useState<string>();
  const functionName = functions.some(({ name }) => name === chosen) ? chosen : functions[0]?.name;
  const [selected, setSelected] = useState<string>();
  const [filter, setFilter] = useState<Filter>('all');
  const [text, setText] = useState('');
  const [said, setSaid] = useState('');
  const [saving, setSaving] = useState<string>();
  /** A call of this page whose request id is not known yet: the next invocation of that function is shown. */
  const awaited = useRef<{ functionName: string; after: number } | undefined>(undefined);

  const shown = useMemo(() => invocations.filter(filters[filter]), [invocations, filter]);

  useEffect(() => {
    const call = awaited.current;
    if (!call) return;
    const found = invocations.find(
      (one) => one.number > call.after && one.functionName === call.functionName,
    );
    if (!found) return;
    awaited.current = undefined;
    setSelected(found.id);
  }, [invocations]);

  const run = useCallback(
    async (name: string, event: string) => {
      awaited.current = { functionName: name, after: store.invocations.at(-1)?.number ?? 0 };
      setSaid(`${name} is invoked.`);
      try {
        const id = await invoke(name, event);
        if (id !== null) setSelected(id);
        setSaid(`${name} has answered.`);
      } catch (error) {
        setSaid(`${name} was not invoked: ${(error as Error).message}`);
      }
      awaited.current = undefined;
    },
    [store],
  );

  const testedHandler = (name: string | undefined) =>
    state?.hasTestHost ? functions.find((fn) => fn.name === name)?.handler : undefined;

  const save = useCallback((event: string) => {
    // What was said of an earlier one is no answer to this one.
    setSaid('');
    setSaving(event);
  }, []);

  const copy = useCallback(async (what: string, command: string) => {
    try {
      await navigator.clipboard.writeText(command);
      setSaid(`Copied as ${what}.`);
    } catch {
      setSaid(`The browser does not let this page copy. ${command}`);
    }
  }, []);

  return (
    <>
      <header>
        <h1>lambda-nativeaot local</h1>
        <span class="project">{state?.project}</span>
        <span class={store.isConnected ? 'state good' : 'state bad'}>
          {store.isConnected ? 'connected' : 'not connected'}
        </span>
        <Builds build={state?.build} />
      </header>
      <p class="said" role="status">
        {said}
      </p>
      <main>
        <div class="column">
          <Functions state={state} chosen={functionName} onChoose={setChosen} />
          <Editor
            functionName={functionName}
            text={text}
            setText={setText}
            onChoose={setChosen}
            onInvoke={run}
            onCopy={copy}
            onSave={save}
          />
          <Notices notices={store.notices} />
        </div>
        <div class="column">
          <section aria-labelledby="invocations">
            <div class="bar">
              <h2 id="invocations">Invocations</h2>
              <label>
                Show{' '}
                <select value={filter} onChange={(event) => setFilter(event.currentTarget.value as Filter)}>
                  <option value="all">all</option>
                  <option value="failed">failed</option>
                  <option value="cold">cold starts</option>
                </select>
              </label>
            </div>
            <Chart invocations={shown} selected={selected} onSelect={setSelected} />
            <InvocationList invocations={shown} selected={selected} onSelect={setSelected} />
          </section>
          <Detail
            summary={store.find(selected)}
            testedHandler={testedHandler(store.find(selected)?.functionName)}
            onRun={run}
            onCopy={copy}
            onEdit={(name, event) => {
              setChosen(name);
              setText(event);
              document.getElementById('event')?.focus();
            }}
            onSave={save}
          />
        </div>
      </main>
      {saving !== undefined && (
        <SaveDialog
          event={saving}
          onDone={(name) => {
            setSaving(undefined);
            if (name !== undefined) setSaid(`Saved as events/${name}.json.`);
          }}
        />
      )}
    </>
  );
}
