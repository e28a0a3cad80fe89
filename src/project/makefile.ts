import type { FunctionSettings, Settings } from './settings.ts';
import { projectFile } from './settings.ts';

/** Where the make targets of a project are. */
export const makefile = 'Makefile';
/** Where they are in a project that had a Makefile of its own when it was converted. */
export const ownMakefile = 'nativeaot.mk';
/** Both, the one that is looked for first before the other. */
export const makefiles = [ownMakefile, makefile] as const;

/** A line that sets a variable to plain text: what stands before the text, the text, and a comment behind it. */
const assignment = /^(([\w.]+)[ \t]*(?::{0,3}|\?)=[ \t]*)([^#\r\n]*?)[ \t]*(?:#.*)?\r?$/gm;

/** A variable's text and where it stands (UTF-16 code units). */
interface Place {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

function placesOf(text: string): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const { 1: head = '', 2: name = '', 3: value = '', index } of text.matchAll(assignment)) {
    const start = index + head.length;
    if (!value.includes('$')) places.set(name, { value, start, end: start + value.length });
  }
  return places;
}

/** The variables that a Makefile sets on a line of their own to plain text, by name; the last one counts. */
export const makeVariables = (text: string): ReadonlyMap<string, string> =>
  new Map([...placesOf(text)].map(([name, { value }]) => [name, value]));

/** What a Makefile repeats of the settings: its variable, and the setting's name and text. */
interface Repeated {
  readonly variable: string;
  readonly setting: string;
  readonly of: (settings: Settings, fn: FunctionSettings) => string;
}

/** The settings are the source: `new` writes these from them, `doctor` compares, `update` carries what has changed. */
const repeated = [
  { variable: 'NAME', setting: 'name', of: ({ name }) => name },
  { variable: 'PROJECT', setting: 'project', of: projectFile },
  { variable: 'ARCH', setting: 'architecture', of: ({ architecture }) => architecture },
  { variable: 'RUNTIME', setting: 'runtime', of: ({ runtime }) => runtime },
  { variable: 'FUNCTION', setting: 'name', of: (_, { name }) => name },
  { variable: 'HANDLER', setting: 'handler', of: (_, { handler }) => handler },
  { variable: 'MEMORY', setting: 'memorySize', of: (_, { memorySize }) => String(memorySize) },
  { variable: 'TIMEOUT', setting: 'timeout', of: (_, { timeout }) => String(timeout) },
] as const satisfies readonly Repeated[];

export type RepeatedVariable = (typeof repeated)[number]['variable'];

/** A variable of a Makefile that says something else than the settings. */
export interface Difference {
  readonly variable: RepeatedVariable;
  readonly setting: string;
  readonly found: string;
  readonly wanted: string;
}

/** The function that a Makefile's own targets work on: the one that it names, else the first. */
export function makefileFunction(text: string, { functions }: Settings): FunctionSettings {
  const name = makeVariables(text).get('FUNCTION');
  return functions.find((fn) => fn.name === name) ?? (functions[0] as FunctionSettings);
}

/** Where a Makefile says something else than the settings; a variable that it works out, or lacks, says nothing. */
export function makefileDifferences(text: string, settings: Settings): Difference[] {
  const variables = makeVariables(text);
  const fn = makefileFunction(text, settings);
  return repeated.flatMap(({ variable, setting, of }) => {
    const found = variables.get(variable);
    const wanted = of(settings, fn);
    return found === undefined || found === wanted ? [] : [{ variable, setting, found, wanted }];
  });
}

/** The edits that make variables of a Makefile say what the settings say. */
export function makefileEdits(text: string, differences: readonly Difference[]) {
  const places = placesOf(text);
  return differences.flatMap(({ variable, wanted }) => {
    const place = places.get(variable);
    return place === undefined ? [] : [{ start: place.start, end: place.end, text: wanted }];
  });
}
