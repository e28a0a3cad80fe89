import { UsageError, UserError } from '../errors.ts';
import type { Paint } from '../ui/colours.ts';
import type { Output } from '../ui/output.ts';
import type { LibraryEvent } from './event.ts';
import { allEvents, findEvent } from './library.ts';
import { eventList } from './reference.ts';
import { nearEvents, searchEvents } from './search.ts';
import { withSet } from './set.ts';

/** What was asked of the library. */
export interface EventRequest {
  /** The words after the command; together they name one event. */
  readonly words: readonly string[];
  /** PATH=VALUE, for the event that is named. */
  readonly set?: readonly string[] | undefined;
  readonly search?: string | undefined;
}

/**
 * The event of that name.
 * @throws UsageError for an unknown name, with similar names.
 */
function requireEvent(name: string): LibraryEvent {
  const event = findEvent(name);
  if (event) return event;
  const near = nearEvents(name);
  const hint = near.length > 0 ? `near it are: ${near.join(', ')}` : '"lambda-nativeaot event" lists them';
  throw new UsageError(`There is no event "${name}"; ${hint}.`);
}

function listed(search: string | undefined): readonly LibraryEvent[] {
  if (search === undefined) return allEvents();
  const found = new Set(searchEvents(search).map(({ name }) => name));
  if (found.size === 0) throw new UserError(`No event has "${search}" in its name, service or title.`);
  return allEvents().filter(({ name }) => found.has(name));
}

/**
 * `event`: the list of sample events, or one of them as JSON.
 * @throws UsageError for an unknown name, a path that the event does not have, flags that do not go
 * together.
 */
export function runEvent({ words, set, search }: EventRequest, output: Output, paint: Paint): void {
  if (words.length > 0) {
    if (search !== undefined) throw new UsageError('--search is for the list; leave the name out.');
    const event = withSet(requireEvent(words.join(' ')).event, set ?? []);
    output.print(JSON.stringify(event, null, 2), 'raw');
    output.json(event);
    return;
  }
  if (set !== undefined)
    throw new UsageError('--set changes one event; name it: lambda-nativeaot event NAME.');
  const events = listed(search);
  output.print(eventList(events, paint));
  output.json(
    events.map(({ name, service, title, type, documentation }) => ({
      name,
      service,
      title,
      type,
      documentation,
    })),
  );
}
