import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { soundElf } from '../artifact/samples.ts';
import { buildZip } from '../artifact/zip-builder.ts';
import { stage } from './support.ts';

/** What Lambda runs is what the gate has looked at, whatever stands between the two. */

const here = stage();
const { deployOne } = here;
const role = { role: 'exec' };
const bucket = { 's3-bucket': 'parcels' };
const built = `${here.folder}/dist/hello-native.zip`;
const fn = () => here.fake.get('hello-echo');
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64');

const ours = () => readFileSync(built);
const keyOf = (zip: Buffer) => `parcels/${createHash('sha256').update(zip).digest('hex')}.zip`;
/** Another sound zip of exactly the size of ours. */
function foreign(): Buffer {
  const zip = buildZip([{ name: 'bootstrap', data: '#!/bin/sh\n' }]);
  const comment = Buffer.alloc(ours().length - zip.length, ' ');
  return buildZip([{ name: 'bootstrap', data: '#!/bin/sh\n' }], { comment });
}

/** What a run says that found other code: both hashes, the function, what to do. */
function expectFoundOut({ status, error }: Awaited<ReturnType<typeof deployOne>>, other: Buffer): void {
  expect(status).toBe('failed');
  expect(error).toContain('Lambda has other code for hello-echo than was sent');
  expect(error).toContain(`CodeSha256 ${sha256(other)}`);
  expect(error).toContain(`has ${sha256(ours())}`);
  expect(error).toMatch(/then deploy again\./);
  expect(error).not.toContain('\n');
}

/** Nothing that calls go to has the other code. */
function expectUnpublished(): void {
  expect([...fn().versions.keys()]).toEqual([]);
  expect([...fn().aliases.keys()]).toEqual([]);
  expect(here.fake.changes).not.toContain('PublishVersion');
}

describe('an object in the bucket', () => {
  const uploads = () => here.fake.requests.filter(({ operation }) => operation === 'PutObject').length;

  it('of the same name and size is replaced, with or without a checksum of its own', async () => {
    here.fake.store.buckets.add('parcels');
    for (const checked of [true, false]) {
      here.fake.store.replace(keyOf(ours()), foreign(), checked);
      expect(foreign()).toHaveLength(ours().length);
      const before = uploads();
      expect((await deployOne({ ...role, ...bucket })).status).toBe('done');
      expect(uploads()).toBe(before + 1);
      expect(here.fake.store.get(keyOf(ours()))).toEqual(ours());
      expect(fn().configuration.CodeSha256).toBe(sha256(ours()));
      await deployOne({ delete: true });
    }
  });

  it('that S3 has checked is not uploaded again', async () => {
    here.fake.store.buckets.add('parcels');
    await deployOne({ ...role, ...bucket });
    await deployOne({ delete: true });
    await deployOne({ ...role, ...bucket });
    expect(uploads()).toBe(1);
  });

  it.each(['CreateFunction', 'UpdateFunctionCode'])(
    'that is replaced after it was looked at is found out, and nothing is published: %s',
    async (operation) => {
      here.fake.store.buckets.add('parcels');
      if (operation === 'UpdateFunctionCode') {
        await deployOne({ ...role, ...bucket });
        fn().configuration = { ...fn().configuration, CodeSha256: 'older' };
      }
      const other = foreign();
      here.fake.onRequest = (name) => {
        if (name === operation) here.fake.store.replace(keyOf(ours()), other);
      };
      const result = await deployOne({ ...role, ...bucket, alias: 'live' });
      expectFoundOut(result, other);
      expect(result.done).toEqual([]);
      expect(result.error).toContain(`Find out who else writes to s3://${keyOf(ours())}`);
      expectUnpublished();
      here.fake.onRequest = () => {};
      expect(await deployOne({ ...role, ...bucket, alias: 'live' })).toMatchObject({
        status: 'done',
        version: '1',
      });
      expect(fn().versions.get('1')?.configuration.CodeSha256).toBe(sha256(ours()));
    },
  );

  it('that arrives damaged is refused by S3 itself', async () => {
    here.fake.store.buckets.add('parcels');
    here.fake.fail('PutObject', 400, 'BadDigest', 'The SHA256 you specified did not match');
    const result = await deployOne({ ...role, ...bucket });
    expect(result.error).toContain('The SHA256 you specified did not match');
    expect(here.fake.functions.size).toBe(0);
  });
});

describe('code in the request itself', () => {
  it('that becomes other code is found out: a new function', async () => {
    const other = foreign();
    here.fake.substitute = () => other;
    const result = await deployOne({ ...role, alias: 'live', url: 'none' });
    expectFoundOut(result, other);
    expect(result.error).toContain('Find out who else changes this function');
    expectUnpublished();
    expect([...fn().urls.keys()]).toEqual([]);
  });

  it('that becomes other code is found out: an update, which leaves the alias where it was', async () => {
    await deployOne({ ...role, alias: 'live' });
    fn().configuration = { ...fn().configuration, CodeSha256: 'older' };
    const other = foreign();
    here.fake.substitute = () => other;
    const result = await deployOne({ alias: 'live', memory: 500 });
    expectFoundOut(result, other);
    expect(fn().aliases.get('live')?.FunctionVersion).toBe('1');
    expect([...fn().versions.keys()]).toEqual(['1']);
  });

  it('that is other code by the time it is in effect is found out', async () => {
    const other = foreign();
    here.fake.onRequest = (operation) => {
      const created = here.fake.functions.get('hello-echo');
      if (operation === 'GetFunction' && created) {
        created.configuration = { ...created.configuration, CodeSha256: sha256(other) };
      }
    };
    const result = await deployOne({ ...role, publish: true });
    expectFoundOut(result, other);
    expectUnpublished();
  });

  it('that is published as other code moves no alias', async () => {
    await deployOne(role);
    const publish = fn().publish.bind(fn());
    fn().publish = () => ({ ...publish(), CodeSha256: 'other' });
    const result = await deployOne({ alias: 'live' });
    expect(result).toMatchObject({ status: 'failed', done: [] });
    expect(result.error).toContain('CodeSha256 other');
    expect(result.error).toContain('version 1 is that code, and no alias was moved to it');
    expect([...fn().aliases.keys()]).toEqual([]);
  });

  it('is told in one line, whatever the service answers', async () => {
    await deployOne(role);
    fn().configuration = { ...fn().configuration, CodeSha256: 'older' };
    here.fake.substitute = () => foreign();
    const update = fn().update.bind(fn());
    fn().update = (changes, ...rest) => update({ ...changes, CodeSha256: 'a\nb\u001b[2J' }, ...rest);
    const { error } = await deployOne();
    expect(error).toContain('CodeSha256 a b [2J, and');
    expect(error).toMatch(/^\P{Cc}+$/u);
  });
});

describe('the zip that is sent', () => {
  it('is the one that was checked, also when the file is another one by then', async () => {
    const path = `${here.folder}/function.zip`;
    copyFileSync(built, path);
    here.fake.onRequest = () => writeFileSync(path, foreign());
    const result = await deployOne({ ...role, zip: path });
    expect(result.status).toBe('done');
    expect(fn().zip).toEqual(ours());
    expect(readFileSync(path)).toEqual(foreign());
  });

  it('is not another zip at the end of a script', async () => {
    const path = `${here.folder}/script.zip`;
    const inner = buildZip([{ name: 'bootstrap', data: soundElf() }]);
    writeFileSync(path, Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n'), inner]));
    // Unpackers take it for a zip, and a file of that beginning for a script.
    const { stdout } = await execa('unzip', ['-p', path, 'bootstrap'], { reject: false, encoding: 'buffer' });
    expect(Buffer.from(stdout)).toEqual(soundElf());
    await expect(deployOne({ ...role, zip: path })).rejects.toThrow('Bytes stand before its beginning');
    expect(here.fake.changes).toEqual([]);
  });
});
