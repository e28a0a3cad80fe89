import { awsCommand, curlCommand } from './commands.ts';

interface EventButtonsProps {
  readonly functionName: string;
  /** JSON, as it is sent. */
  readonly event: string;
  /** As it is saved. */
  readonly saved: string;
  readonly disabled: boolean;
  readonly onCopy: (what: string, command: string) => void;
  readonly onSave: (event: string) => void;
  /** A test that repeats the invocation, where the project can have it. */
  readonly test?: string | undefined;
}

/** What can be done with an event besides invoking: keep it, or call the function from elsewhere. */
export function EventButtons(props: EventButtonsProps) {
  const { functionName, event, saved, disabled, onCopy, onSave, test } = props;
  const command = { origin: location.origin, functionName, event };
  return (
    <>
      <button type="button" disabled={disabled} onClick={() => onSave(saved)}>
        Save as event…
      </button>
      <button type="button" disabled={disabled} onClick={() => onCopy('curl', curlCommand(command))}>
        Copy as curl
      </button>
      <button type="button" disabled={disabled} onClick={() => onCopy('AWS CLI', awsCommand(command))}>
        Copy as AWS CLI
      </button>
      {test !== undefined && (
        <button type="button" disabled={disabled} onClick={() => onCopy('a test', test)}>
          Copy as a test
        </button>
      )}
    </>
  );
}
