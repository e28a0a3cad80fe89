import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../errors.ts';
import { makeGroup, removeGroup, writeGroupFile } from '../../files/control-group.ts';
import { leadsSomewhere } from '../../files/look.ts';
import { readTextIfThere } from '../../files/read.ts';
import { unwatchGroup, watchGroup } from '../watchdog.ts';
import { childrenOf, numbersIn } from './family.ts';
import type { Hierarchy } from './mounts.ts';
import { type CpuQuota, vcpuText } from './share.ts';
import type { CpuGroup, CpuWay } from './way.ts';

/** The most bytes of a file of the kernel that are read here. */
const mostBytes = 1024 * 1024;

/** The kernel takes a moment to forget processes that were killed: how often and after how long (ms) it is asked again. */
const removal = { tries: 300, pauseMs: 10 } as const;

/** The files of each version that set a quota, in the order in which they are written. */
const quotaFiles = {
  1: ({ periodUs, quotaUs }: CpuQuota) => [
    ['cpu.cfs_period_us', String(periodUs)],
    ['cpu.cfs_quota_us', String(quotaUs)],
  ],
  2: ({ periodUs, quotaUs }: CpuQuota) => [['cpu.max', `${quotaUs} ${periodUs}`]],
} as const satisfies Record<
  Hierarchy['version'],
  (quota: CpuQuota) => readonly (readonly [string, string])[]
>;

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

/** Moves processes and all that they have started; what they start from then on is born in the group. */
async function moveInto(group: string, pids: readonly number[]): Promise<void> {
  for (const pid of pids) {
    try {
      await writeGroupFile(`${group}/cgroup.procs`, String(pid));
    } catch (error) {
      if (codeOf(error) !== 'ESRCH') throw error;
    }
    await moveInto(group, await childrenOf(pid));
  }
}

async function endAndRemove(group: string): Promise<void> {
  for (let i = 0; i < removal.tries; i++) {
    for (const pid of await numbersIn(`${group}/cgroup.procs`)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended.
      }
    }
    try {
      await removeGroup(group);
      break;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') break;
    }
    await sleep(removal.pauseMs);
  }
  // One that is still there stays on the watchdog's list.
  if (!leadsSomewhere(group)) unwatchGroup(group);
}

let made = 0;

async function newGroup({ version, root }: Hierarchy, quota: CpuQuota): Promise<string> {
  const path = `${root}/lambda-nativeaot-${process.pid}-${++made}`;
  await makeGroup(path);
  watchGroup(path);
  try {
    for (const [file, value] of quotaFiles[version](quota)) await writeGroupFile(`${path}/${file}`, value);
  } catch (error) {
    await endAndRemove(path);
    throw error;
  }
  return path;
}

/** v2 gives a group its files for processor time only where the group above lets it. */
async function delegate({ version, root }: Hierarchy): Promise<void> {
  if (version === 1) return;
  const delegated = (await readTextIfThere(`${root}/cgroup.subtree_control`, mostBytes)) ?? '';
  if (!delegated.split(/\s+/).includes('cpu')) await writeGroupFile(`${root}/cgroup.subtree_control`, '+cpu');
}

/** Groups by the files of a hierarchy, which needs the right to write there: root's, as a rule. */
export async function groupWay(hierarchy: Hierarchy, quota: CpuQuota): Promise<CpuWay | string> {
  const name = `control groups v${hierarchy.version}`;
  try {
    await delegate(hierarchy);
    await endAndRemove(await newGroup(hierarchy, quota));
  } catch (error) {
    return `${hierarchy.root} refuses this user a quota of ${vcpuText(quota.vcpus)} (${codeOf(error)})`;
  }
  return {
    name,
    hold: async (pids, ofThem): Promise<CpuGroup> => {
      try {
        const path = await newGroup(hierarchy, ofThem);
        try {
          await moveInto(path, pids);
        } catch (error) {
          await endAndRemove(path);
          throw error;
        }
        return { path, remove: () => endAndRemove(path) };
      } catch (error) {
        throw new UserError(
          `The CPU share could not be set by ${name} in ${hierarchy.root} (${codeOf(error)}).`,
          1,
          { cause: error },
        );
      }
    },
  };
}
