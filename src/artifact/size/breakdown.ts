import type { SizedMember, SizeReport } from './mstat.ts';

/** A part of a bootstrap and what it consists of. Sizes in bytes; those of the children add up to it. */
export interface SizeNode {
  readonly name: string;
  readonly size: number;
  /** Largest first; absent when nothing more is known. */
  readonly children?: readonly SizeNode[];
}

/** What the bytes of a bootstrap go to: assemblies first, then what belongs to no assembly. */
export interface Breakdown {
  /** The size of the bootstrap in bytes. */
  readonly total: number;
  /** By assembly, namespace and type, largest first. */
  readonly assemblies: readonly SizeNode[];
  /** What the compiler writes for the program as a whole: metadata, tables of types, stack traces. */
  readonly tables: SizeNode;
  /** The rest: the native runtime with its collector, statically linked libraries, and the file's own structure. */
  readonly native: SizeNode;
}

/**
 * Types and frozen objects are unpacked at start from this blob, so that it is what they take in the file.
 * Source: DehydratedDataNode.cs in dotnet/runtime.
 */
const packedBlob = 'DehydratedData';
const packedKinds: ReadonlySet<SizedMember['kind']> = new Set(['type', 'frozen object']);

/**
 * Says what a bootstrap consists of.
 * @param total the size of the stripped bootstrap in bytes.
 */
export function breakDown({ members, blobs }: SizeReport, total: number): Breakdown {
  const packed = blobs.find(({ name }) => name === packedBlob)?.size;
  const unpacked = sum(members.filter(({ kind }) => packedKinds.has(kind)));
  const ratio = packed === undefined || unpacked === 0 ? 1 : Math.min(1, packed / unpacked);
  const inFile = members.map((member) => ({
    ...member,
    size: packedKinds.has(member.kind) ? member.size * ratio : member.size,
  }));
  const assemblies = group(inFile, [
    ({ assembly }) => assembly || '(no assembly)',
    ({ namespace }) => namespace || '(no namespace)',
    ({ type, member }) => type || member || '(no type)',
  ]);
  const tables = node(
    'tables and metadata',
    blobs.filter(({ name, size }) => name !== packedBlob && size > 0),
  );
  const rest = Math.max(0, total - sum(assemblies) - tables.size);
  return { total, assemblies, tables, native: { name: 'native runtime and file structure', size: rest } };
}

const sum = (parts: readonly { readonly size: number }[]) => parts.reduce((all, { size }) => all + size, 0);

const node = (name: string, parts: readonly SizeNode[]): SizeNode => ({
  name,
  size: sum(parts),
  children: parts
    .map(({ name, size, children }) => (children ? { name, size, children } : { name, size }))
    .sort((a, b) => b.size - a.size),
});

type Key = (member: SizedMember) => string;

/** Nodes by the first key, each with nodes by the others; bytes are whole from the leaves on. */
function group(members: readonly SizedMember[], [key, ...others]: readonly Key[]): readonly SizeNode[] {
  if (key === undefined) return [];
  const groups = new Map<string, SizedMember[]>();
  for (const member of members) {
    const name = key(member);
    const known = groups.get(name);
    if (known) known.push(member);
    else groups.set(name, [member]);
  }
  return [...groups]
    .map(([name, inGroup]) =>
      others.length > 0
        ? node(name, group(inGroup, others))
        : { name, size: Math.round(inGroup.reduce((all, { size }) => all + size, 0)) },
    )
    .sort((a, b) => b.size - a.size);
}
