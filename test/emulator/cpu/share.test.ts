import { describe, expect, it } from 'vitest';
import { hierarchiesIn, unifiedGroupIn } from '../../../src/emulator/cpu/mounts.ts';
import { scopeArguments } from '../../../src/emulator/cpu/scope.ts';
import { fewProcessors, quotaOf, vcpusOf, vcpuText } from '../../../src/emulator/cpu/share.ts';

describe('the processor time of a memory setting', () => {
  it.each([
    // 20 ms × MB / 1,769.
    [128, 1447],
    [256, 2894],
    [512, 5789],
    [1024, 11_577],
    [1769, 20_000],
    [3008, 34_008],
    [10_240, 115_772],
  ])('of %i MB is %i µs of every 20 ms', (memorySize, quotaUs) => {
    expect(quotaOf(memorySize)).toEqual({ vcpus: memorySize / 1769, periodUs: 20_000, quotaUs });
  });

  it('is shown in vCPUs', () => {
    expect([128, 1769, 10_240].map((memory) => vcpuText(vcpusOf(memory)))).toEqual([
      '0.07 vCPU',
      '1.00 vCPU',
      '5.79 vCPU',
    ]);
  });

  it('may be more than the machine has, which is said', () => {
    expect(fewProcessors([128, 3008], 2)).toBeUndefined();
    expect(fewProcessors([128, 10_240], 2)).toBe(
      "10240 MB have 5.79 vCPU on Lambda, and this machine has 2 processors: above 3538 MB figures are the machine's.",
    );
  });
});

describe('the hierarchies of control groups', () => {
  it('of a Linux with v1 are the one with cpu, and v2 beside it', () => {
    const mounts = [
      'proc /proc proc rw 0 0',
      'cgroup /sys/fs/cgroup/cpuset cgroup rw,relatime,cpuset 0 0',
      'cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,relatime,cpu,cpuacct 0 0',
      'cgroup2 /sys/fs/cgroup/with\\040blank cgroup2 rw,relatime 0 0',
      '',
    ].join('\n');
    expect(hierarchiesIn(mounts)).toEqual([
      { version: 1, root: '/sys/fs/cgroup/cpu,cpuacct' },
      { version: 2, root: '/sys/fs/cgroup/with blank' },
    ]);
  });

  it('say where a process is in v2', () => {
    expect(unifiedGroupIn('1:cpu:/a\n0::/user.slice/x.scope\n')).toBe('/user.slice/x.scope');
    expect(unifiedGroupIn('0::/x.scope (deleted)\n')).toBe('/x.scope');
    expect(unifiedGroupIn('1:cpu:/a\n')).toBeUndefined();
  });
});

it('a scope of systemd gets its processes and its quota by busctl', () => {
  // As accepted by a systemd 252 (systemd --user), which then shows CPUQuotaPerSecUSec=72.35ms, CPUQuotaPeriodUSec=20ms.
  expect(scopeArguments('x.scope', [7, 8], quotaOf(128)).slice(3).join(' ')).toBe(
    'org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager StartTransientUnit ' +
      'ssa(sv)a(sa(sv)) x.scope fail 4 PIDs au 2 7 8 CPUQuotaPerSecUSec t 72350 CPUQuotaPeriodUSec t 20000 ' +
      'CollectMode s inactive-or-failed 0',
  );
});
