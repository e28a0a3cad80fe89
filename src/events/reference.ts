import type { Paint } from '../ui/colours.ts';
import { renderTable } from '../ui/table.ts';
import type { LibraryEvent } from './event.ts';

/** The service where it is the first row of it: rows of a service stand together. */
const serviceOf = (event: LibraryEvent, i: number, events: readonly LibraryEvent[]) =>
  events[i - 1]?.service === event.service ? '' : event.service;

/** The list of events, which come service by service, for a terminal of 80 columns. */
export function eventList(events: readonly LibraryEvent[], paint: Paint): string {
  const rows = events.map((event, i) => [
    paint.bold(serviceOf(event, i, events)),
    paint.cyan(event.name),
    event.title,
  ]);
  return renderTable([{ title: 'SERVICE' }, { title: 'NAME' }, { title: 'WHAT IT IS' }], rows);
}

/** The last two names of a C# type: its package ends with the one before. */
const shortType = (type: string) => `\`${type.split('.').at(-1)}\``;

/** One row an event, in Markdown. */
export function eventTable(events: readonly LibraryEvent[]): string {
  const rows = events.map(
    (event, i) =>
      `| ${serviceOf(event, i, events)} | [\`${event.name}\`](${event.documentation}) | ${event.title} | ${event.type ? shortType(event.type) : ''} |`,
  );
  return ['| service | event | what it is | C# type of AWS |', '|---|---|---|---|', ...rows].join('\n');
}
