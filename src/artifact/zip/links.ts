import { layerRoot, taskRoot } from '../lambda.ts';
import type { Node, PackageTree } from './tree.ts';

/**
 * Where a path of the package leads: to something in it, to nothing, out of it, or round in circles (`loop`, Linux's
 * ELOOP).
 */
export type Destination =
  | { readonly kind: 'found'; readonly node: Node }
  | { readonly kind: 'missing' | 'loop' }
  | { readonly kind: 'outside'; readonly path: string };

/** Linux follows forty links on the way to one file (MAXSYMLINKS). */
const mostLinks = 40;
const task = taskRoot.split('/').filter(Boolean);

/** Folders outside of the package that a link may lead to: those of layers, and the one that can be written to. */
const allowed = [layerRoot, '/tmp/'];
export const isAllowed = (path: string): boolean => allowed.some((folder) => `${path}/`.startsWith(folder));

/** Where the walk is: a node of the package, or a path outside of it. */
type Place =
  | { readonly node: Node; readonly above: readonly Node[] }
  | { readonly outside: readonly string[] };

/**
 * Follows the links of a package as Linux does: one part of a path after the other, so that `..` behind a link to a
 * folder leaves that folder and not the link's. Each link is followed once, whatever leads to it.
 */
export class LinkWalk {
  readonly #tree: PackageTree;
  /** What each link contains, by the path of the link. */
  readonly #targets: ReadonlyMap<string, string>;
  readonly #known = new Map<
    Node,
    { readonly end: Destination; readonly above: readonly Node[]; hops: number }
  >();

  constructor(tree: PackageTree, targets: ReadonlyMap<string, string>) {
    this.#tree = tree;
    this.#targets = targets;
  }

  /** Where the file or link at a path of the package leads in the end. */
  follow(path: string): Destination {
    return this.#walk({ node: this.#tree.root, above: [] }, path, 0).end;
  }

  #walk(
    from: Place,
    path: string,
    depth: number,
  ): { end: Destination; above: readonly Node[]; hops: number } {
    let place: Place = path.startsWith('/') ? { outside: [] } : from;
    let hops = 0;
    for (const part of path.split('/')) {
      if (part === '' || part === '.') continue;
      if ('outside' in place) {
        place = this.#outside(part === '..' ? place.outside.slice(0, -1) : [...place.outside, part]);
        continue;
      }
      if (part === '..') {
        const above: readonly Node[] = place.above;
        const node = above.at(-1);
        place = node === undefined ? this.#outside(task.slice(0, -1)) : { node, above: above.slice(0, -1) };
        continue;
      }
      const next = place.node.children?.get(part);
      if (next === undefined) return { end: { kind: 'missing' }, above: [], hops };
      const target = this.#targets.get(next.path);
      if (target === undefined) {
        place = { node: next, above: [...place.above, place.node] };
        continue;
      }
      const followed = this.#link(next, place, target, depth);
      hops += followed.hops;
      if (hops > mostLinks) return { end: { kind: 'loop' }, above: [], hops };
      const { end } = followed;
      if (end.kind === 'found') place = { node: end.node, above: followed.above };
      else if (end.kind === 'outside') place = this.#outside(end.path.split('/').filter(Boolean));
      else return { end, above: [], hops };
    }
    if ('outside' in place)
      return { end: { kind: 'outside', path: `/${place.outside.join('/')}` }, above: [], hops };
    return { end: { kind: 'found', node: place.node }, above: place.above, hops };
  }

  #link(link: Node, from: Place, target: string, depth: number) {
    const known = this.#known.get(link);
    if (known !== undefined) return known;
    const loop = { end: { kind: 'loop' } as const, above: [], hops: mostLinks + 1 };
    if (depth === mostLinks) return loop;
    if (target === '') return { end: { kind: 'missing' } as const, above: [], hops: 1 };
    // Until it is known, whatever leads back to it goes round in a circle.
    this.#known.set(link, loop);
    const followed = this.#walk(from, target, depth + 1);
    const result = { ...followed, hops: followed.hops + 1 };
    this.#known.set(link, result);
    return result;
  }

  /** A place outside, which is inside when it is the folder that Lambda unpacks to. */
  #outside(parts: readonly string[]): Place {
    const isTask = parts.length === task.length && parts.every((part, index) => part === task[index]);
    return isTask ? { node: this.#tree.root, above: [] } : { outside: parts };
  }
}
