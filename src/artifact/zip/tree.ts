import { withCommas } from '../../ui/wording.ts';
import type { ZipEntry } from './entry.ts';
import { fileType, isLink } from './entry.ts';
import { ZipError } from './error.ts';
import { zipLimits } from './limits.ts';
import { nameProblem, partsOf } from './names.ts';

/** What keeps two unpackers, or two runs of one, from making the same files of a zip. */
export type PathProblem =
  | { readonly kind: 'unsafe' | 'long'; readonly name: string; readonly reason: string }
  | { readonly kind: 'twice' | 'below-link' | 'below-file'; readonly name: string; readonly other: string };

/** A file, link or folder of the package; folders have children, and an entry when the zip lists them. */
export interface Node {
  readonly path: string;
  entry: ZipEntry | undefined;
  children: Map<string, Node> | undefined;
}

/**
 * The files and folders that come of unpacking a zip on Linux, where letters of another case are other letters.
 * Names that mean the same path (`a/b`, `./a//b`) are one node; folders that no entry lists are there as well.
 */
export class PackageTree {
  readonly root: Node = { path: '', entry: undefined, children: new Map() };
  readonly problems: PathProblem[] = [];
  readonly #nodes = new Map<ZipEntry, Node>();
  #folders = 0;

  /** @throws ZipError when there are more folders than any function has. */
  constructor(entries: readonly ZipEntry[]) {
    for (const entry of entries) this.#add(entry);
  }

  /** The node at a path from the package's root; undefined where nothing is. */
  at(path: string): Node | undefined {
    let node: Node | undefined = this.root;
    for (const part of partsOf(path)) node = node?.children?.get(part);
    return node;
  }

  /** The node of an entry; undefined when its name leads nowhere that it may. */
  nodeOf(entry: ZipEntry): Node | undefined {
    return this.#nodes.get(entry);
  }

  /** The entry of the file or link at a path. */
  fileAt(path: string): ZipEntry | undefined {
    const entry = this.at(path)?.entry;
    return entry?.isDirectory ? undefined : entry;
  }

  #add(entry: ZipEntry): void {
    const reason = nameProblem(entry.name) ?? entry.otherNames.map(nameProblem).find(Boolean);
    if (reason !== undefined) {
      this.problems.push({ kind: 'unsafe', name: entry.name, reason });
      return;
    }
    const tooLong = lengthProblem(entry.name);
    if (tooLong !== undefined) {
      this.problems.push({ kind: 'long', name: entry.name, reason: tooLong });
      return;
    }
    for (const name of new Set([entry.name, ...entry.otherNames])) this.#insert(entry, partsOf(name));
  }

  #insert(entry: ZipEntry, parts: readonly string[]): void {
    let node = this.root;
    for (const [index, part] of parts.entries()) {
      if (index > 0 && !this.#enter(node, entry)) return;
      node.children ??= new Map();
      const path = node.path === '' ? part : `${node.path}/${part}`;
      const next: Node = node.children.get(part) ?? { path, entry: undefined, children: undefined };
      node.children.set(part, next);
      node = next;
    }
    if (node === this.root) return;
    const { name } = entry;
    if (!this.#nodes.has(entry)) this.#nodes.set(entry, node);
    if (node.entry === entry) return;
    if (node.entry !== undefined) this.problems.push({ kind: 'twice', name, other: node.entry.name });
    else if (node.children !== undefined && !entry.isDirectory) this.#blame(entry, node);
    node.entry ??= entry;
    if (entry.isDirectory) this.#open(node);
  }

  /** Makes a folder of what lies on the way to an entry. False when it is a file or a link. */
  #enter(node: Node, { name }: ZipEntry): boolean {
    if (node.entry !== undefined && !node.entry.isDirectory) {
      const kind = isLink(node.entry) ? 'below-link' : 'below-file';
      this.problems.push({ kind, name, other: node.entry.name });
      return false;
    }
    this.#open(node);
    return true;
  }

  #open(node: Node): void {
    if (node.children !== undefined) return;
    if (++this.#folders > zipLimits.folders) {
      throw new ZipError(`It has more than ${withCommas(zipLimits.folders)} folders.`);
    }
    node.children = new Map();
  }

  /** A file or link that came after what lies below it. */
  #blame(entry: ZipEntry, node: Node): void {
    const [child] = node.children?.values() ?? [];
    const kind = isLink(entry) ? 'below-link' : 'below-file';
    this.problems.push({ kind, name: child?.entry?.name ?? child?.path ?? '', other: entry.name });
  }
}

/** What Linux says to a path that is too long: ENAMETOOLONG. */
function lengthProblem(name: string): string | undefined {
  const parts = partsOf(name);
  if (Buffer.byteLength(name) >= zipLimits.pathBytes) return `has more than ${zipLimits.pathBytes - 1} bytes`;
  if (parts.some((part) => Buffer.byteLength(part) > zipLimits.nameBytes)) {
    return `has a part of more than ${zipLimits.nameBytes} bytes`;
  }
  return parts.length > zipLimits.depth ? `lies more than ${zipLimits.depth} folders deep` : undefined;
}

/** Whether name and mode agree on what an entry is, and it is something that a package may have. */
export function typeProblem(entry: ZipEntry): string | undefined {
  const type = fileType(entry);
  if (type === 'link') {
    if (!isLink(entry)) return 'is a link by its mode, and was made on a system without links';
    return entry.isDirectory ? 'is a link by its mode and a folder by its name' : undefined;
  }
  if (type === 'folder' && !entry.isDirectory) return 'is a folder by its mode and a file by its name';
  if (type !== 'file' && type !== 'folder')
    return type === 'unknown' ? 'has an unknown file type' : `is a ${type}`;
  return entry.isDirectory && entry.size > 0 ? 'is a folder that holds bytes' : undefined;
}
