import { runtimeFolder } from '../project/runtime-project.ts';
import { type StoredFile, saysTheSame } from './text.ts';

/** Files of the runtime client that version 0.2.0 gave other names. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['ChunkedAnswer.cs', 'ChunkedResponse.cs'],
  ['Json.cs', 'JsonPayload.cs'],
  ['LambdaBootstrap.Text.cs', 'LambdaBootstrap.Strings.cs'],
  ['StreamedAnswer.cs', 'StreamedResponse.cs'],
  ['Streams.cs', 'StreamPayload.cs'],
  ['Text.cs', 'StringPayload.cs'],
  ['Wait.cs', 'HandlerTask.cs'],
]);

/** Where versions before 0.2.0 put the runtime client: into the function's project. */
export const earlierRuntimeFolder = (namespace: string): string => `src/${namespace}/LambdaRuntime`;

/** Where a file of an old version is in the new one; undefined where it did not move. */
function movedPath(path: string, namespace: string): string | undefined {
  const folder = `${earlierRuntimeFolder(namespace)}/`;
  if (!path.startsWith(folder)) return undefined;
  const name = path.slice(folder.length);
  return `${runtimeFolder}/${renamed.get(name) ?? name}`;
}

/** The files of a project by their paths; a file that is not there is absent. */
export type Files = ReadonlyMap<string, StoredFile>;

/** The three states of all files. */
export interface ThreeStates {
  readonly base: Files;
  readonly mine: Files;
  readonly theirs: Files;
}

/** An edited file that the new version has in another place. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/**
 * The files that the user edited and that the new version has in another place: the edits belong there. A file without
 * edits is no move: the old one goes and the new one comes.
 */
export function movesOf({ base, mine, theirs }: ThreeStates, namespace: string): Move[] {
  return [...base.keys()].flatMap((from) => {
    const to = movedPath(from, namespace);
    const own = mine.get(from);
    if (to === undefined || own === undefined || !theirs.has(to) || mine.has(to)) return [];
    const isEdited = !saysTheSame(own, base.get(from)) && own.text !== undefined;
    return isEdited ? [{ from, to }] : [];
  });
}
