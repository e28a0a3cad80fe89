/** A mounted hierarchy of control groups that can hold processor time. */
export interface Hierarchy {
  readonly version: 1 | 2;
  /** Where it is mounted. */
  readonly root: string;
}

/** /proc/mounts writes a blank, a tab, a line break and a backslash as a number in octal. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

/** The hierarchies of a `/proc/mounts` text: the one that holds processor time is either v1's or v2's. */
export function hierarchiesIn(mounts: string): Hierarchy[] {
  return mounts.split('\n').flatMap((line): Hierarchy[] => {
    const [, root, type, options = ''] = line.split(' ');
    if (root === undefined) return [];
    if (type === 'cgroup2') return [{ version: 2 as const, root: unescaped(root) }];
    const holdsTime = type === 'cgroup' && options.split(',').includes('cpu');
    return holdsTime ? [{ version: 1 as const, root: unescaped(root) }] : [];
  });
}

/** The group of a process in v2's hierarchy, of a `/proc/PID/cgroup` text; undefined where it is in none. */
export const unifiedGroupIn = (text: string): string | undefined =>
  /^0::(.*)$/m.exec(text)?.[1]?.replace(/ \(deleted\)$/, '');
