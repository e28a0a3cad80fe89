import { packageFilesBelow, packageText } from '../package.ts';
import type { LibraryEvent } from './event.ts';

/** The folder of the sample events of AWS's services, in this package: a file each. */
export const eventsFolder = 'templates/events';

const extension = '.json';

let names: readonly string[] | undefined;

/** The names of all events, in alphabetical order. */
export function eventNames(): readonly string[] {
  names ??= packageFilesBelow(eventsFolder)
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length))
    .sort();
  return names;
}

/** The event of that name; undefined for an unknown name. */
export function findEvent(name: string): LibraryEvent | undefined {
  if (!eventNames().includes(name)) return undefined;
  const text = packageText(`${eventsFolder}/${name}${extension}`);
  return { ...(JSON.parse(text) as Omit<LibraryEvent, 'name'>), name };
}

/** Every event, service by service. */
export function allEvents(): readonly LibraryEvent[] {
  const place = ({ service, name }: LibraryEvent) => `${service.toLowerCase()} ${name}`;
  return eventNames()
    .map((name) => findEvent(name) as LibraryEvent)
    .sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** The event of that C# type, by its last name; the one with the shortest name where several are of it. */
export function eventOfType(type: string): LibraryEvent | undefined {
  return allEvents()
    .filter((event) => event.type?.split('.').at(-1) === type)
    .sort((a, b) => a.name.length - b.name.length)[0];
}
