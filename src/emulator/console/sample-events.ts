import { join } from 'node:path';
import { allEvents, findEvent } from '../../events/library.ts';
import { lstatIfThere, namesIn } from '../../files/look.ts';
import { readBytes } from '../../files/read.ts';
import { writeTree } from '../../files/write.ts';
import { readSettings } from '../../project/settings.ts';
import { limits } from '../limits.ts';
import type { EventList } from './data.ts';

/** Where a project has its events. */
const eventsFolder = 'events';
const extension = '.json';
/** A project has a handful; a folder with more is something else. */
const mostEvents = 500;

/** Names that mean a device on Windows, whatever their extension. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** What is wrong with the name of an event, as a sentence; undefined when it is right. It is one name, never a path. */
export function eventNameProblem(name: string): string | undefined {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name) || name.endsWith('.') || device.test(name))
    return 'A name has up to 100 letters, digits, dots, dashes and underscores, and begins with a letter or a digit.';
  return name.toLowerCase().endsWith(extension) ? 'Leave ".json" out of the name.' : undefined;
}

/** Whether there is a regular file for an event; links, also on the way, do not count. */
async function isThere(project: string, name: string): Promise<boolean> {
  const folder = await lstatIfThere(join(project, eventsFolder));
  const file = await lstatIfThere(join(project, eventsFolder, `${name}${extension}`));
  return folder?.isDirectory() === true && file?.isFile() === true;
}

/** The events of the project and of the library. */
export async function listEvents(project: string): Promise<Omit<EventList, 'routes'>> {
  const names = (await namesIn(join(project, eventsFolder)))
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length))
    .filter((name) => eventNameProblem(name) === undefined)
    .slice(0, mostEvents);
  // Settings that are being edited say nothing; the list is there all the same.
  const settings = await readSettings(project).catch(() => undefined);
  const ofFunctions = (name: string) =>
    (settings?.functions ?? [])
      .filter((fn) => fn.event === `${eventsFolder}/${name}${extension}`)
      .map((fn) => fn.name);
  const there = await Promise.all(names.map((name) => isThere(project, name)));
  return {
    project: names.filter((_, i) => there[i]).map((name) => ({ name, functions: ofFunctions(name) })),
    library: allEvents().map(({ name, service, title }) => ({ name, service, title })),
  };
}

/** An event of the project, as it is in its file; undefined for a missing file. @throws UnreadableFile */
export async function readProjectEvent(project: string, name: string): Promise<Buffer | undefined> {
  if (eventNameProblem(name) !== undefined || !(await isThere(project, name))) return undefined;
  return readBytes(join(project, eventsFolder, `${name}${extension}`), limits.syncPayload);
}

/** An event of the library, indented; undefined for an unknown name. */
export function readLibraryEvent(name: string): string | undefined {
  const event = findEvent(name);
  return event && JSON.stringify(event.event, null, 2);
}

/**
 * Writes events/NAME.json of the project, of which the name is in order.
 * @returns false, and nothing is written, where something is there that must not be replaced.
 * @throws UserError where a link stands there or on the way, or the disk does not allow it.
 */
export async function saveEvent(
  project: string,
  name: string,
  contents: Buffer,
  replaces: boolean,
): Promise<boolean> {
  const path = `${eventsFolder}/${name}${extension}`;
  if (!replaces && (await lstatIfThere(join(project, path))) !== undefined) return false;
  const text = contents.toString();
  await writeTree(project, [{ path, contents: text.endsWith('\n') ? text : `${text}\n` }]);
  return true;
}
