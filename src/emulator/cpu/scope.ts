import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../errors.ts';
import { leadsSomewhere } from '../../files/look.ts';
import { readTextIfThere } from '../../files/read.ts';
import { findProgram } from '../../processes/find-program.ts';
import { run } from '../../processes/run.ts';
import { startGroup } from '../../processes/spawn.ts';
import { familyOf } from './family.ts';
import { type Hierarchy, unifiedGroupIn } from './mounts.ts';
import type { CpuQuota } from './share.ts';
import type { CpuGroup, CpuWay } from './way.ts';

const mostBytes = 64 * 1024;
/** How long systemd may take, and how often its work is looked at (ms). */
const moving = { limitMs: 3000, pauseMs: 5 } as const;
const manager = ['org.freedesktop.systemd1', '/org/freedesktop/systemd1', 'org.freedesktop.systemd1.Manager'];

/**
 * The arguments of busctl that put processes into a scope with a quota, as `systemd-run --user --scope` does with the one that
 * it becomes. A scope is gone when its last process is.
 * Source: systemd, org.freedesktop.systemd1(5), StartTransientUnit; systemd.resource-control(5), CPUQuota=.
 */
export function scopeArguments(unit: string, pids: readonly number[], quota: CpuQuota): string[] {
  const perSecondUs = Math.round((quota.quotaUs * 1_000_000) / quota.periodUs);
  const properties = [
    ['PIDs', 'au', pids.length, ...pids],
    ['CPUQuotaPerSecUSec', 't', perSecondUs],
    ['CPUQuotaPeriodUSec', 't', quota.periodUs],
    ['CollectMode', 's', 'inactive-or-failed'],
  ];
  const signature = ['StartTransientUnit', 'ssa(sv)a(sa(sv))', unit, 'fail'];
  const rest = [properties.length, ...properties.flat(), 0].map(String);
  return ['--user', '--quiet', 'call', ...manager, ...signature, ...rest];
}

interface Setup {
  /** The folder that the tool works on; no program of it is started. */
  readonly folder: string;
  readonly busctl: string;
  readonly unified: Hierarchy;
}

/** The kernel's group of a process once systemd has put it into a unit, with the quota it has there. */
async function quotaOnceIn(unit: string, pid: number, { unified }: Setup) {
  for (const end = performance.now() + moving.limitMs; performance.now() < end; ) {
    const group = unifiedGroupIn((await readTextIfThere(`/proc/${pid}/cgroup`, mostBytes)) ?? '');
    if (group?.endsWith(`/${unit}`)) {
      const path = `${unified.root}${group}`;
      return { path, max: (await readTextIfThere(`${path}/cpu.max`, mostBytes))?.trim() };
    }
    await sleep(moving.pauseMs);
  }
  return undefined;
}

/** Its processes are ended by those who know them; systemd removes it then, and needs a moment. */
async function untilGone(path: string): Promise<void> {
  for (const end = performance.now() + moving.limitMs; leadsSomewhere(path) && performance.now() < end; )
    await sleep(moving.pauseMs);
}

let made = 0;

/** @throws UserError where systemd refuses it, or the kernel has not got the quota afterwards. */
async function startScope(setup: Setup, pids: readonly number[], quota: CpuQuota): Promise<CpuGroup> {
  const unit = `lambda-nativeaot-${process.pid}-${++made}.scope`;
  const { ok, stderr, problem } = await run(setup.busctl, scopeArguments(unit, pids, quota), {
    cwd: setup.folder,
    timeoutMs: moving.limitMs,
  });
  const reason = stderr.trim().split('\n', 1)[0] || problem;
  if (!ok) throw new UserError(`systemd started no scope for the CPU share (${reason}).`);
  const found = await quotaOnceIn(unit, pids[0] as number, setup);
  if (found?.max !== `${quota.quotaUs} ${quota.periodUs}`) {
    throw new UserError(
      `systemd started a scope without the CPU share (cpu.max is ${found?.max ?? 'missing'}); the user's session may not set it.`,
    );
  }
  return { path: found.path, remove: () => untilGone(found.path) };
}

/**
 * Scopes of the user's own systemd, which may set quotas where the system has delegated processor time to users. Tried with a
 * process that does nothing.
 */
export async function scopeWay(
  unified: Hierarchy | undefined,
  quota: CpuQuota,
  folder: string,
): Promise<CpuWay | string> {
  const session = process.env.XDG_RUNTIME_DIR;
  if (session === undefined || !leadsSomewhere(`${session}/bus`))
    return 'this user has no session of systemd';
  if (unified === undefined) return 'there are no control groups v2';
  const [busctl, sleeper] = [await findProgram('busctl', { folder }), await findProgram('sleep', { folder })];
  if (busctl === undefined || sleeper === undefined) return 'there is no busctl on PATH';
  const setup = { folder, busctl, unified };
  const idle = startGroup(sleeper, ['60'], { cwd: folder, env: process.env });
  try {
    if (idle.pid === undefined) return 'no process could be started';
    await startScope(setup, [idle.pid], quota);
  } catch (error) {
    if (error instanceof UserError) return error.message.replace(/\.$/, '');
    throw error;
  } finally {
    idle.kill('SIGKILL');
  }
  return {
    name: 'a scope of systemd',
    hold: async (pids, ofThem) => startScope(setup, await familyOf(pids), ofThem),
  };
}
