import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { reportSize } from '../../src/doctor/size.ts';
import { checkDoctorUsage, type DoctorFlags } from '../../src/doctor/usage.ts';
import { buildMstat } from '../artifact/size/mstat-builder.ts';
import { projectFolder } from './runs.ts';

let project: string;
let report: string;

beforeEach(async () => {
  project = await projectFolder('hello');
  const native = join(project, 'src', 'Hello', 'obj', 'Release', 'net10.0', 'linux-x64', 'native');
  report = join(native, 'bootstrap.mstat');
  await mkdir(native, { recursive: true });
  await writeFile(report, buildMstat());
  await mkdir(join(project, 'dist', 'publish'), { recursive: true });
  await writeFile(join(project, 'dist', 'publish', 'bootstrap'), Buffer.alloc(10_000));
  await writeFile(join(project, 'dist', 'hello.zip'), Buffer.alloc(4_000));
});

async function size(flags: DoctorFlags = {}) {
  const text: string[] = [];
  const json: unknown[] = [];
  const output = { print: (line: string) => text.push(line), json: (value: unknown) => json.push(value) };
  const failure = await reportSize(project, flags, { ...output, note: () => undefined }).catch(
    (e: unknown) => e,
  );
  return { text: text.join('\n'), json: json[0], failure };
}

describe('doctor --size', () => {
  test('prints the table and the sizes, and draws the treemap', async () => {
    const { text, failure } = await size();
    expect(failure).toBeUndefined();
    expect(text).toMatch(/^Shop +5,244 +52\.4 %$/m);
    expect(text).toMatch(/\nbootstrap 10,000 bytes, zip 4,000 bytes\. As a picture: dist\/size\.svg$/);
    expect(await readFile(join(project, 'dist', 'size.svg'), 'utf8')).toMatch(/^<svg .*<title>Shop: 5,244/s);
  });

  test('gives the same as data', async () => {
    const { json } = await size({ 'max-size': '20KB' });
    expect(json).toMatchObject({ bootstrap: 10_000, zip: 4_000, treemap: 'dist/size.svg', maxSize: 20_480 });
    expect(json).toMatchObject({
      breakdown: { total: 10_000, assemblies: [{ name: 'Shop', size: 5_244 }, {}] },
    });
  });

  test('--max-size lets a bootstrap of that size pass and ends with 3 above it', async () => {
    expect((await size({ 'max-size': '10000' })).failure).toBeUndefined();
    const { failure, text } = await size({ 'max-size': '9KB' });
    expect(failure).toMatchObject({
      code: 3,
      message:
        'The bootstrap has 10,000 bytes, --max-size allows 9,216 bytes; the table says what it consists of.',
    });
    expect(text).toMatch(/^Shop/m);
  });

  test('before a build says to build', async () => {
    await rm(join(project, 'dist'), { recursive: true });
    expect((await size()).failure).toMatchObject({
      code: 1,
      message: expect.stringMatching(/; run: lambda-nativeaot build$/),
    });
  });

  test('without a report for the architecture says how to get one', async () => {
    const { failure } = await size({ architecture: 'arm64' });
    expect(failure).toMatchObject({ code: 1 });
    expect((failure as Error).message).toMatch(
      /no size report .* for arm64; run: lambda-nativeaot build --architecture arm64$/,
    );
  });

  test('with a damaged report says what is wrong with it', async () => {
    await writeFile(report, (await readFile(report)).subarray(0, 700));
    const { failure } = await size();
    expect(failure).toMatchObject({ code: 1 });
    expect((failure as Error).message).toMatch(
      /bootstrap\.mstat is not a size report: .*cut off.* Run: lambda-nativeaot build$/,
    );
  });

  test.each<[string | undefined, DoctorFlags, RegExp]>([
    ['dist/hello.zip', { size: true }, /--size needs the project .* leave out "dist\/hello\.zip"/],
    [undefined, { size: true, fix: true }, /--size changes nothing; leave out --fix/],
    [undefined, { size: true, explain: 'text' }, /--size has no effect with --explain/],
    [undefined, { 'max-size': '1MB' }, /--max-size belongs to --size/],
  ])('%s with %j is refused', (artifact, flags, message) => {
    expect(() => checkDoctorUsage(artifact, flags)).toThrow(message);
  });
});
