import { threadsOf } from '../../files/control-group.ts';
import { readTextIfThere } from '../../files/read.ts';

/** The most bytes of a list of processes that are read. */
const mostBytes = 1024 * 1024;

/** The numbers in a file of the kernel; none where what it is of has ended. */
export async function numbersIn(path: string): Promise<number[]> {
  const text = (await readTextIfThere(path, mostBytes).catch(() => undefined)) ?? '';
  return text.split(/\s+/).filter(Boolean).map(Number);
}

/** The processes that a process has started and not lost; Linux lists them by thread. Source: proc(5). */
export async function childrenOf(pid: number): Promise<number[]> {
  const lists = (await threadsOf(pid)).map((thread) => numbersIn(`/proc/${pid}/task/${thread}/children`));
  return (await Promise.all(lists)).flat();
}

/** Processes and all that they have started. */
export async function familyOf(pids: readonly number[]): Promise<number[]> {
  const children = (await Promise.all(pids.map(childrenOf))).flat();
  return children.length === 0 ? [...pids] : [...pids, ...(await familyOf(children))];
}
