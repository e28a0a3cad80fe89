import { describe, expect, it } from 'vitest';
import {
  aliasProblem,
  bucketProblem,
  prefixProblem,
  qualifierProblem,
  roleProblem,
} from '../../src/platform/aws-names.ts';
import { stage } from './support.ts';

const here = stage();
const role = { role: 'exec' };

const tricks = ['', '../x', 'a/../../b', 'a?b', 'a#b', 'a\nb', 'a%2fb', 'a b', 'é', 'a\0', '//'];

describe('a name that goes into a path, a key or an ARN', () => {
  it.each(tricks)('is refused as an alias, a qualifier, a bucket and a role: %j', (name) => {
    for (const problem of [aliasProblem, qualifierProblem, bucketProblem, roleProblem]) {
      expect(problem(name)).toMatch(/\.$/);
    }
  });

  it.each([
    '',
    '/x',
    'a//b',
    '.',
    '..',
    '../other-bucket/x',
    'a/../b',
    'a/./b',
    'a\\b',
    'a\nb',
    'x'.repeat(901),
  ])('is refused as the folder in a bucket: %j', (name) => {
    expect(prefixProblem(name)).toMatch(/\.$/);
  });

  it('is accepted as people write it', () => {
    expect(['live', 'v1-2_x', '0x'].map(aliasProblem)).toEqual([undefined, undefined, undefined]);
    expect(aliasProblem('12')).toMatch(/is not a number/);
    expect(['$LATEST', '12', 'live'].map(qualifierProblem)).toEqual([undefined, undefined, undefined]);
    expect(['my-bucket', 'my.bucket.1', 'abc'].map(bucketProblem)).toEqual([undefined, undefined, undefined]);
    expect(['team', 'team/functions/', 'year=2026/é x'].map(prefixProblem)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(['exec', 'arn:aws:iam::123456789012:role/service/exec'].map(roleProblem)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it.each([
    [{ alias: '../x' }, '--alias "../x": an alias takes'],
    [{ 's3-bucket': 'a/../b' }, '--s3-bucket "a/../b": a bucket has'],
    [{ 's3-bucket': 'parcels', 's3-prefix': '../other' }, '--s3-prefix "../other": it starts with'],
    [{ role: 'a/../b' }, '--role "a/../b": this is neither'],
  ])('is refused before anything is sent: %j', async (flags, message) => {
    const error: Error & { code?: number } = await here.deploy({ ...role, ...flags }).then(
      () => expect.unreachable(),
      (thrown) => thrown,
    );
    expect(error.message.startsWith(message), error.message).toBe(true);
    expect(error.code).toBe(2);
    expect(here.fake.requests).toEqual([]);
  });
});
