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
}

/** What can be done with an event besides invoking: keep it, or call the function from elsewhere. */
export function EventButtons({ functionName, event, saved, disabled, onCopy, onSave }: EventButtonsProps) {
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
    </>
  );
}
