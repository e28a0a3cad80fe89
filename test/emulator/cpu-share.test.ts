import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { openCpuShare } from '../../src/emulator/cpu/open.ts';
import type { CpuQuota } from '../../src/emulator/cpu/share.ts';
import type { CpuGroup, CpuWay } from '../../src/emulator/cpu/way.ts';
import { bin } from '../support/bin.ts';
import { local, project } from './command-support.ts';
import { buildBootstrap, emulate, fixture, invoke, until } from './support.ts';

const folder = buildBootstrap();
const { way, note } = await openCpuShare([128], folder);
if (way === undefined) console.warn(note);

interface Held {
  readonly pids: readonly number[];
  readonly quota: CpuQuota;
  readonly group: CpuGroup;
  /** The processor time that the first process had used before, in ms. */
  readonly usedMs: number;
}

/** Processor time of a process, in ms: utime and stime, in hundredths of a second. Source: proc(5). */
function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') as string[];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The way of this machine, with a record of what it was asked for. */
function recorded(): { held: Held[]; cpu: CpuWay } {
  const { name, hold } = way as CpuWay;
  const held: Held[] = [];
  const cpu: CpuWay = {
    name,
    hold: async (pids, quota) => {
      const usedMs = processorMs(pids[0] as number);
      const group = await hold(pids, quota);
      held.push({ pids, quota, group, usedMs });
      return group;
    },
  };
  return { held, cpu };
}

const membersOf = ({ path }: CpuGroup) => readFileSync(`${path}/cgroup.procs`, 'latin1').trim().split('\n');
const statOf = ({ path }: CpuGroup, name: string) =>
  Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(readFileSync(`${path}/cpu.stat`, 'latin1'))?.[1]);

describe.skipIf(way === undefined)('the CPU share of the memory setting', () => {
  it('holds a busy loop to its quota, from the first event on', async () => {
    const { held, cpu } = recorded();
    const emulator = await emulate([fixture(folder, 'burn')], { cpu });
    const burnMs = 60;
    const { tail } = await invoke(emulator, 'burn', String(burnMs));
    const [{ quota, group } = {} as Held] = held;
    expect(quota).toMatchObject({ periodUs: 20_000, quotaUs: 1447 });
    // No machine can do 60 ms of work faster at 1.447 ms in 20; the time that is left of one period may be at both ends.
    const periods = Math.floor((burnMs * 1000) / quota.quotaUs);
    const durationMs = Number(/\tDuration: (\S+) ms/.exec(tail.at(-1) as string)?.[1]);
    expect(durationMs).toBeGreaterThan((periods - 2) * 20);
    expect(statOf(group, 'nr_throttled')).toBeGreaterThan(0);
    expect(statOf(group, 'nr_periods')).toBeGreaterThanOrEqual(periods - 2);
  });

  it('leaves the init phase at full speed', async () => {
    const { held, cpu } = recorded();
    const emulator = await emulate([fixture(folder, 'init-burn')], { cpu });
    const { body } = await invoke(emulator, 'init-burn');
    expect(held.map(({ pids }) => pids.map(String))).toEqual([[body]]);
    // All of its work was done before it came into the group.
    expect(held[0]?.usedMs).toBeGreaterThanOrEqual(50);
    expect(membersOf(held[0]?.group as CpuGroup)).toEqual([body]);
  });

  it('is more than one processor above 1,769 MB', async () => {
    const { held, cpu } = recorded();
    const emulator = await emulate([fixture(folder, 'pid', { memorySize: 3008 })], { cpu });
    expect((await invoke(emulator, 'pid')).status).toBe(200);
    expect(held[0]?.quota.quotaUs).toBe(34_008);
    expect(statOf(held[0]?.group as CpuGroup, 'nr_throttled')).toBe(0);
  });

  it('holds what a function has started in its init phase and later, too', async () => {
    const { held, cpu } = recorded();
    const emulator = await emulate([fixture(folder, 'init-fork'), fixture(folder, 'child')], { cpu });
    await invoke(emulator, 'init-fork');
    expect(membersOf(held[0]?.group as CpuGroup)).toHaveLength(2);
    const { body } = await invoke(emulator, 'child');
    expect(membersOf(held[1]?.group as CpuGroup)).toContain(body);
  });

  it('is the same for warm invocations, and a new group for a runtime that was started again', async () => {
    const { held, cpu } = recorded();
    const emulator = await emulate([fixture(folder, 'pid'), fixture(folder, 'exit-three')], { cpu });
    for (let i = 0; i < 3; i++) await invoke(emulator, 'pid');
    expect(held).toHaveLength(1);
    for (let i = 0; i < 2; i++) await invoke(emulator, 'exit-three');
    expect(held).toHaveLength(3);
    expect(new Set(held.map(({ group }) => group.path)).size).toBe(3);
    expect(existsSync(held[1]?.group.path as string)).toBe(false);
  });

  it('leaves no group when the sandboxes end', async () => {
    const { held, cpu } = recorded();
    const emulator = await emulate([fixture(folder, 'child'), fixture(folder, 'exit-three')], { cpu });
    await Promise.all(['child', 'exit-three'].map((name) => invoke(emulator, name)));
    await emulator.close();
    expect(held.map(({ group }) => existsSync(group.path))).toEqual([false, false]);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'leaves no group of "local" after %s',
    async (signal) => {
      const running = await local(project(['child']), '--cpu-share');
      expect(running.stderr()).toMatch(/MEMORY +CPU[\s\S]*128 MB +0\.07 vCPU/);
      const state = await (await fetch(`${running.url}/_console/api/state`)).json();
      expect(state.functions[0].vcpus).toBeCloseTo(0.0724, 4);
      await fetch(`${running.url}/2015-03-31/functions/project-child/invocations`, {
        method: 'POST',
        body: '1',
      });
      const mine = () => groups().filter((name) => name.includes(`-${running.pid}-`));
      expect(mine()).toHaveLength(1);
      await running.end(signal);
      await until(() => mine().length === 0);
    },
  );
});

/** The groups of this tool on this machine, where they are made by files. */
const groups = () => readdirSync(roots).filter((name) => name.startsWith('lambda-nativeaot-'));
const roots = await rootOfGroups();

async function rootOfGroups(): Promise<string> {
  if (way === undefined) return '/';
  const sleeper = execa('sleep', ['60'], { reject: false });
  const { path, remove } = await way.hold([sleeper.pid as number], {
    vcpus: 1,
    periodUs: 20_000,
    quotaUs: 20_000,
  });
  sleeper.kill('SIGKILL');
  await remove();
  return dirname(path);
}

it('where it cannot be had, "invoke --cpu-share" says why and goes on', async () => {
  const cwd = project(['echo']);
  chmodSync(cwd, 0o755);
  const { stderr, stdout } = await execa(process.execPath, [bin, 'invoke', '--cpu-share'], {
    cwd,
    // No control groups for a user without rights, and no session of systemd.
    ...(process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}),
    env: { XDG_RUNTIME_DIR: '/nonexistent', HOME: '/tmp' },
  });
  expect(stdout).toBe('{"n":1}');
  expect(stderr).toMatch(
    /^The CPU share of the memory setting is not applied, functions run at full speed: .+\.$/m,
  );
});
