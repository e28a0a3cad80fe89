import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { awsFactsOf } from '../../src/doctor/machine/aws.ts';
import { gatherMachine } from '../../src/doctor/machine/gather.ts';
import { temporaryFolder } from '../support/folders.ts';

/** A PATH of its own, with shell scripts for tools, and a home without credentials. */
async function stage(tools: Readonly<Record<string, string>>) {
  const machine = await temporaryFolder();
  const path = join(machine, 'bin');
  mkdirSync(path);
  symlinkSync('/bin/sh', join(path, 'sh'));
  for (const [name, script] of Object.entries(tools)) {
    writeFileSync(join(path, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(path, name), 0o755);
  }
  return { folder: await temporaryFolder(), env: { PATH: path, HOME: machine } };
}

describe('the machine', () => {
  it('has the tools of its PATH, with the versions that they say', async () => {
    const { folder, env } = await stage({
      clang:
        'case $1 in --version) echo "Debian clang version 14.0.6";; -print-file-name=*) echo libz.so;; esac',
      gcc: 'echo 12.2.0',
      make: 'echo "GNU Make 4.3"',
      zig: 'echo 0.11.0',
      docker: 'case $1 in --version) echo "Docker version 28.2.2, build e6534b4";; *) echo 28.2.3;; esac',
      dotnet:
        'case $1 in --list-sdks) echo "8.0.400 [/a b]"; echo "10.0.100-rc.1.25451.107 [/c]";; *) exit 9;; esac',
      'apt-get': '',
      readelf: '',
    });
    const facts = await gatherMachine(folder, env);
    expect(facts).toMatchObject({
      sdks: ['8.0.400', '10.0.100-rc.1.25451.107'],
      sdk: { text: '10.0.100-rc.1.25451.107' },
      daemon: { text: '28.2.3' },
      packageManager: 'apt-get',
      hasZlib: false,
      node: process.versions.node,
      aws: { source: undefined, region: undefined },
    });
    const versions = Object.entries(facts.tools).map(([name, tool]) => [name, tool.version]);
    expect(Object.fromEntries(versions)).toEqual({
      clang: '14.0.6',
      gcc: '12.2.0',
      make: '4.3',
      zig: '0.11.0',
      docker: '28.2.2',
      dotnet: undefined,
      readelf: undefined,
    });
    expect(facts.memory).toBeGreaterThan(0);
  });

  it('says in one line why a tool does not start', async () => {
    const { folder, env } = await stage({
      clang: 'echo "clang: error while loading shared libraries: libLLVM.so" >&2; echo more >&2; exit 127',
      dotnet: 'echo "A compatible .NET SDK was not found." >&2; exit 145',
      docker: 'echo; echo "Cannot connect to the Docker daemon at unix:///x." >&2; exit 1',
    });
    expect(await gatherMachine(folder, env)).toMatchObject({
      tools: { clang: { problem: 'clang: error while loading shared libraries: libLLVM.so' } },
      sdks: [],
      sdk: { problem: 'A compatible .NET SDK was not found.' },
      daemon: { problem: 'Cannot connect to the Docker daemon at unix:///x.' },
      hasZlib: undefined,
    });
  });

  it('may have nothing at all', async () => {
    const { folder, env } = await stage({});
    const facts = await gatherMachine(folder, env);
    expect(facts).toMatchObject({
      tools: {},
      sdks: undefined,
      sdk: undefined,
      daemon: undefined,
      hasZlib: undefined,
    });
    expect(facts.packageManager).toBeUndefined();
  });

  it('keeps quiet about the credentials that it finds', async () => {
    const { folder, env } = await stage({});
    mkdirSync(join(env.HOME, '.aws'));
    const secret = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY';
    writeFileSync(
      join(env.HOME, '.aws', 'credentials'),
      `[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${secret}\n`,
    );
    writeFileSync(join(env.HOME, '.aws', 'config'), '[default]\nregion = eu-north-1\n');
    const { aws } = await gatherMachine(folder, env);
    expect(aws).toEqual({
      source: 'profile default (access keys)',
      profile: 'default',
      profileIsMissing: false,
      region: 'eu-north-1',
    });
  });
});

describe('credentials come', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
  it.each([
    ['from keys in variables', keys, {}, 'environment variables'],
    ['from nowhere with half of a pair', { AWS_ACCESS_KEY_ID: 'a' }, {}, undefined],
    ['from the container', { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://x' }, {}, 'the container'],
    [
      'from a profile that is asked for, before keys',
      { ...keys, AWS_PROFILE: 'dev' },
      { dev: { sso_session: 's' } },
      'profile dev (IAM Identity Center)',
    ],
    [
      'from a role',
      { AWS_PROFILE: 'ops' },
      { ops: { role_arn: 'r', source_profile: 'default' } },
      'profile ops (a role)',
    ],
    ['from nowhere with a profile of another name', {}, { dev: { sso_session: 's' } }, undefined],
    [
      'from nowhere with a profile that only has a region',
      {},
      { default: { region: 'eu-north-1' } },
      undefined,
    ],
  ])('%s', (_what, env, config, source) => {
    expect(awsFactsOf(env, config, {}).source).toBe(source);
  });

  it('from no profile that is in neither file', () => {
    expect(awsFactsOf({ AWS_PROFILE: 'gone' }, { dev: {} }, {})).toMatchObject({
      source: undefined,
      profileIsMissing: true,
    });
    expect(awsFactsOf({ AWS_PROFILE: 'constructor' }, { dev: {} }, {}).profileIsMissing).toBe(true);
    expect(awsFactsOf({ AWS_PROFILE: 'dev' }, {}, { dev: {} })).toMatchObject({ profileIsMissing: false });
  });

  it('with the region of the variable before that of the profile', () => {
    const config = { default: { region: 'eu-north-1' } };
    expect(awsFactsOf({ AWS_REGION: 'us-east-1' }, config, {}).region).toBe('us-east-1');
    expect(awsFactsOf({}, config, {}).region).toBe('eu-north-1');
  });
});
