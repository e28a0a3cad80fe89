import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/doctor/explain.ts';
import { explanationText, readErrorText } from '../../src/doctor/explanation.ts';
import { UsageError } from '../../src/errors.ts';
import { paintFor } from '../../src/ui/colours.ts';
import { temporaryFolder } from '../support/folders.ts';

const paint = paintFor({}, true);

describe('the text to explain', () => {
  it('is what was typed', async () => {
    expect(await readErrorText('exec format error')).toBe('exec format error');
  });

  it('is a file, of which the end counts', async () => {
    const path = join(await temporaryFolder(), 'build.log');
    writeFileSync(path, `first\n${'noise\n'.repeat(2_000_000)}exec format error\n`);
    const text = await readErrorText(`@${path}`);
    expect(text).toMatch(/noise\nexec format error\n$/);
    expect(text.length).toBe(8 * 1024 * 1024);
  });

  it('is standard input, of which the end counts', async () => {
    expect(await readErrorText('-', Readable.from(['exec format ', Buffer.from('error')]))).toBe(
      'exec format error',
    );
    const chunks = Array.from({ length: 300 }, (_, i) => `${i}`.padEnd(100_000));
    const text = await readErrorText('-', Readable.from([...chunks, 'the end']));
    expect(text.endsWith('the end')).toBe(true);
    expect(text.length).toBeLessThan(18 * 1024 * 1024);
  });

  it.each([
    ['nowhere/at-all.log', '--explain: There is no nowhere/at-all.log.'],
    ['.', '--explain: . is a folder, not a file.'],
    ['/dev/zero', '--explain: /dev/zero is a device, not a file.'],
  ])('is a usage error when it is the file %s', async (path, message) => {
    await expect(readErrorText(`@${path}`)).rejects.toThrow(UsageError);
    await expect(readErrorText(`@${path}`)).rejects.toThrow(message);
  });
});

describe('an explanation', () => {
  it('has title, cause, fix and references', () => {
    expect(explanationText(explain('exec format error'), false, 80, paint)).toMatchInlineSnapshot(`
      "The bootstrap is for another machine
      Cause The program was built for the other architecture (e_machine in its ELF
            header), for Windows or macOS, or it is a script without a first line like
            #!/bin/sh.
      Fix   Publish with -r linux-x64 for x86_64 or -r linux-arm64 for arm64
            ("lambda-nativeaot build --architecture arm64"), or change the
            architecture of the function to what you built.
      See   https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html"
    `);
  });

  it('names the line in a log', () => {
    const log = 'START\nTask timed out after 3.00 seconds\nEND';
    expect(explanationText(explain(log), true, 80, paint)).toMatch(
      /^Line {2}2: Task timed out after 3\.00 seconds$/m,
    );
  });

  it('fits into 80 columns but for links', () => {
    const log = [
      'exec format error',
      'Task timed out after 3.00 seconds',
      `x${' word'.repeat(50)} permission denied`,
    ].join('\n');
    const lines = explanationText(explain(log), true, 80, paint)
      .split('\n')
      .filter((line) => !line.includes('https:'));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
