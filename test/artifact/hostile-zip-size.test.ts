import { describe, expect, it } from 'vitest';
import { check, expectRefused, file, type Hostile, link, problems, program } from './hostile-zip-support.ts';
import { soundElf } from './samples.ts';
import { field } from './zip-builder.ts';

describe('a zip with more of something than any function has', () => {
  it.each<Hostile>([
    {
      what: 'folders',
      entries: [program, ...Array.from({ length: 200 }, (_, n) => file(`${n}/${'a/'.repeat(120)}a`))],
      says: 'more than 20,000 folders',
    },
    {
      what: 'comments',
      entries: [
        program,
        ...Array.from({ length: 260 }, (_, n) => ({ ...file(`${n}`), comment: Buffer.alloc(65_535) })),
      ],
      says: /Its list of entries has \d+ bytes, more than 16777216/,
    },
    {
      what: 'bytes in extra fields',
      entries: [
        program,
        ...Array.from({ length: 260 }, (_, n) => ({
          ...file(`${n}`),
          local: { extra: field(0xcafe, Buffer.alloc(65_531)) },
        })),
      ],
      says: 'Its extra fields take more than 16 MB',
    },
    {
      what: 'bytes in links',
      entries: [program, ...Array.from({ length: 300 }, (_, n) => link(`${n}`, 'x/'.repeat(2000)))],
      says: 'The paths of its links take more than 1 MB',
    },
    {
      what: 'names in its libraries',
      entries: [
        program,
        ...Array.from({ length: 60 }, (_, n) => ({
          name: `${n}.so`,
          data: soundElf({ needed: Array.from({ length: 20 }, (_unused, k) => `${k}`.padEnd(4000, 'x')) }),
        })),
      ],
      says: /more than 4 MB of names/,
    },
  ])('$what is refused', expectRefused);
});

describe('a large package', () => {
  it('of 20,000 files in folders is checked as a whole', async () => {
    const files = Array.from({ length: 19_998 }, (_, n) => file(`dir${n % 500}/sub${n % 7}/${n}.json`));
    const findings = await check([program, ...files, file('lib/extra.json')]);
    expect(problems(findings)).toEqual([]);
    expect(findings.find(({ id }) => id === 'zip')?.what).toBe('20000 entries, every CRC right.');
  });

  it('of 20,000 links that lead over each other is followed', async () => {
    const links = Array.from({ length: 19_999 }, (_, n) =>
      link(`l${n}`, n % 39 === 0 ? 'bootstrap' : `l${n - 1}`),
    );
    expect(problems(await check([program, ...links]))).toEqual([]);
  });
});
