import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Refused, saveEvent } from './api.ts';

interface SaveDialogProps {
  readonly event: string;
  /** With the name under which it was saved; without one when it was not. */
  readonly onDone: (name?: string) => void;
}

/** Asks for a name, and once more before a file is overwritten. */
export function SaveDialog({ event, onDone }: SaveDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string>();
  /** The name of the file that is there. */
  const [taken, setTaken] = useState<string>();
  // Before it is drawn: keys that come next are for the dialog.
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const save = async () => {
    try {
      await saveEvent(name, event, taken === name);
      onDone(name);
    } catch (error) {
      const isTaken = error instanceof Refused && error.status === 409 && taken !== name;
      setTaken(isTaken ? name : undefined);
      setProblem((error as Error).message);
    }
  };
  return (
    <dialog ref={dialog} onClose={() => onDone()} aria-labelledby="save-title">
      <form
        onSubmit={(submit) => {
          submit.preventDefault();
          void save();
        }}
      >
        <h2 id="save-title">Save as event</h2>
        <label>
          Name: events/
          <input
            name="name"
            value={name}
            required
            autocomplete="off"
            onInput={(input) => {
              setName(input.currentTarget.value);
              setProblem(undefined);
            }}
          />
          .json
        </label>
        <p class="problem" role="alert">
          {problem}
        </p>
        <div class="buttons">
          <button type="submit" class="main">
            {taken === name && name !== '' ? 'Overwrite' : 'Save'}
          </button>
          <button type="button" onClick={() => onDone()}>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}
