import type { CSharpSource, Node } from '../../dotnet/csharp.ts';
import { lineOf } from '../../dotnet/splice.ts';
import { openEventMember } from '../read/event-types.ts';
import type { OpenPlace, WrittenAt } from '../read/json-graph.ts';
import { holdsObjects, type typeWriter } from '../read/json-types.ts';
import { shown } from '../read/locate.ts';
import type { ProjectFacts } from '../read/project-model.ts';
import type { Warning } from './warning.ts';

/** The types of values that a context gets where values may be of any type: what JSON itself has, and what is read. */
export const anyValues = ['JsonElement', 'string', 'bool', 'int', 'long', 'double', 'decimal'];

const problem =
  'a native program writes such a value only if the JSON context names its type, and reads it as a JsonElement';
const wayOut = `declare what the values are, or add their types to the context with [JsonSerializable]; it has ${anyValues.slice(0, -1).join(', ')} and ${anyValues.at(-1)} already`;

/**
 * Values of any type inside of what handlers take and give: a program with reflection writes each as what it is. A bare
 * `object` is said elsewhere.
 */
export function openTypeWarnings(
  { root }: Pick<ProjectFacts, 'root'>,
  used: readonly WrittenAt[],
  open: readonly OpenPlace[],
  write: ReturnType<typeof typeWriter>,
): Warning[] {
  const warning = (source: CSharpSource, node: Node, what: string): Warning => ({
    id: 'open-type',
    file: shown(root, source.path),
    line: lineOf(source.text, node.startIndex),
    problem: `${what}: ${problem}`,
    wayOut,
  });
  const ofHandlers = used.flatMap(({ written, place, at, isOfWrapper }) => {
    if (!at || isOfWrapper) return [];
    const type = write(written, place);
    const member = openEventMember(type);
    if (member !== undefined) return [warning(at.source, at.node, `${written}.${member} holds objects`)];
    if (!holdsObjects(type) || type.key === 'object') return [];
    return [warning(at.source, at.node, `a handler takes or gives ${written}`)];
  });
  return [
    ...ofHandlers,
    ...open.map(({ part, node, name, written }) => warning(part.source, node, `${name} is ${written}`)),
  ];
}
