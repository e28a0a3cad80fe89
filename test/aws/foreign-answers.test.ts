import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { lambdaNativeaot } from '../support/bin.ts';
import { folderOfFile } from '../support/folders.ts';
import { newProject } from '../support/project.ts';

// Profiles that lead nowhere, and servers that are not AWS.

let home: string;
let project: string;

beforeAll(async () => {
  home = await folderOfFile();
  await mkdir(join(home, '.aws'));
  await writeFile(
    join(home, '.aws', 'config'),
    `[profile sso]
sso_session = gone
sso_account_id = 123456789012
sso_role_name = x
region = eu-central-1

[profile chained]
source_profile = nothing
role_arn = arn:aws:iam::123456789012:role/x
region = eu-central-1
`,
  );
  project = await newProject(home, 'shop');
});

const clean = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
const deploy = (env: Record<string, string>, ...flags: string[]) =>
  lambdaNativeaot(
    project,
    ['deploy', '--dry-run', '--role', 'x', '--skip-check', '--zip', 'README.md', ...flags],
    {
      HOME: home,
      ...clean,
      ...env,
    },
  );

describe('a profile', () => {
  it.each([
    [
      'sso',
      'error: The AWS profile "sso" cannot be used: a section that it names is missing (see ~/.aws/config).',
    ],
    [
      'missing',
      'error: The AWS profile "missing" has no region, or is not in ~/.aws/config; give --region REGION',
    ],
    ['chained', 'error: The AWS profile "chained" gives no credentials'],
  ])('%s that leads nowhere is one line', async (profile, message) => {
    for (const run of [deploy({ AWS_PROFILE: profile }), deploy({}, '--profile', profile)]) {
      const { exitCode, stderr } = await run;
      expect(stderr.split('\n')).toHaveLength(1);
      expect(stderr).toContain(message);
      expect([1, 2]).toContain(exitCode);
    }
  });
});

describe('a page in the place of an answer', () => {
  it.each([
    [
      ['deploy', '--dry-run', '--role', 'x', '--skip-check', '--zip', 'README.md'],
      'answered, but not as AWS does',
    ],
    [['invoke', '--remote'], 'The answer is not from Lambda'],
  ])('to %j is an error', async (args, message) => {
    const server = createServer((_, response) =>
      response.setHeader('Content-Type', 'text/html').end('<html>Sign in</html>'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const keys = { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y', AWS_REGION: 'eu-central-1' };
    const { exitCode, stdout, stderr } = await lambdaNativeaot(
      project,
      [...args, '--endpoint-url', url],
      keys,
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(message);
  });
});
