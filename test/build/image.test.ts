import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { makeImage } from '../../src/build/command.ts';
import { commandLine } from '../../src/build/commands.ts';
import { dockerfileOf, planImage, requireBuildx } from '../../src/build/image.ts';
import type { Link } from '../../src/build/link.ts';
import { withDefaults } from '../../src/commands/command.ts';
import { newCommand } from '../../src/commands/new.ts';
import { imageTagProblem, imageUriProblem, parseImageUri } from '../../src/platform/image-uri.ts';
import { settingsOf } from '../../src/project/answers.ts';
import { temporaryFolder } from '../support/folders.ts';

const settings = settingsOf('hello', withDefaults(newCommand, {}), '1.0.0');
const here: Link = { method: 'host', isStatic: false, why: '' };
const uri = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/hello';

describe('the Dockerfile of an image', () => {
  test("has the bootstrap where AWS's image starts it, what the zip holds besides, and the handler", () => {
    const text = dockerfileOf(settings, ['appsettings.json', 'my data']);
    expect(text.split('\n').filter((line) => !line.startsWith('#'))).toEqual([
      'FROM public.ecr.aws/lambda/provided:al2023',
      'COPY --chmod=0755 bootstrap /var/runtime/bootstrap',
      'COPY --chmod=0755 ["appsettings.json", "/var/task/appsettings.json"]',
      'COPY --chmod=0755 ["my data", "/var/task/my data"]',
      'CMD ["uppercase"]',
      '',
    ]);
    expect(validate(text)).toEqual([]);
  });
});

describe('the command that makes an image', () => {
  test('is for one processor and makes no index', () => {
    const { command, tag, platform } = planImage({ ...settings, architecture: 'arm64' }, here, []);
    expect(commandLine(command)).toBe(
      'docker buildx build --platform linux/arm64 --provenance=false --sbom=false --load --tag hello:latest --file dist/image.Dockerfile dist/zip',
    );
    expect({ tag, platform }).toEqual({ tag: 'hello:latest', platform: 'linux/arm64' });
  });

  test("takes the project's own Dockerfile where the build is in a container", () => {
    const link: Link = { method: 'docker', isStatic: false, container: { buildArgs: ['A=1'] }, why: '' };
    const { command, dockerfile } = planImage({ ...settings, runtime: 'provided.al2' }, link, [], `${uri}:1`);
    expect(dockerfile).toBeUndefined();
    expect(commandLine(command)).toBe(
      `docker buildx build --platform linux/amd64 --provenance=false --sbom=false --load --tag ${uri}:1 --file Dockerfile.al2 --target run --build-arg ARCH=x86_64 --build-arg TARGET_PLATFORM=linux/amd64 --build-arg RUNTIME=provided.al2 --build-arg DOTNET_VERSION=10.0 --build-arg A=1 --build-arg RUN_IMAGE=public.ecr.aws/lambda/provided:al2 .`,
    );
  });

  test('is refused for a managed runtime', () => {
    expect(() => planImage({ ...settings, runtime: 'dotnet10' }, here, [])).toThrow(
      '--image makes images for custom runtimes, and this project is for dotnet10',
    );
  });
});

describe('Docker', () => {
  afterEach(() => vi.unstubAllEnvs());

  /** A program that is called docker: it stands in for what this machine does not have, and notes what it is told. */
  async function standIn(script: string): Promise<{ folder: string; calls: () => Promise<string> }> {
    const folder = await temporaryFolder();
    const bin = await temporaryFolder();
    const log = join(bin, 'log');
    await writeFile(join(bin, 'docker'), `#!/bin/sh\necho "$@" >> ${log}\n${script}\n`);
    await chmod(join(bin, 'docker'), 0o755);
    vi.stubEnv('PATH', `${bin}:/usr/bin:/bin`);
    return { folder, calls: () => readFile(log, 'utf8') };
  }
  const said: string[] = [];
  const output = { note: (text: string) => void said.push(text), status: undefined };

  test('is asked for buildx first, and told to make the image with a Dockerfile that is there', async () => {
    const { folder, calls } = await standIn('test "$2" = version || grep -q bootstrap dist/image.Dockerfile');
    await mkdir(join(folder, 'dist', 'zip'), { recursive: true });
    const image = planImage(settings, here, []);
    await requireBuildx(folder);
    await makeImage(folder, image, output);
    expect((await calls()).trim().split('\n')).toEqual(['buildx version', image.command.args.join(' ')]);
    expect(await readFile(join(folder, 'dist', 'image.Dockerfile'), 'utf8')).toBe(image.dockerfile);
  });

  test('that fails is told, with what it said', async () => {
    const { folder } = await standIn('echo "ERROR: failed to solve: no space left" >&2; exit 1');
    await expect(makeImage(folder, planImage(settings, here, []), output)).rejects.toThrow(
      'Docker did not make the image; its errors are above.',
    );
    expect(said.join('\n')).toContain('no space left');
  });

  test('without buildx, or that is not there, is told before anything is compiled', async () => {
    const { folder } = await standIn('exit 1');
    await expect(requireBuildx(folder)).rejects.toThrow('docker has no buildx');
    vi.stubEnv('PATH', '/nonexistent');
    await expect(requireBuildx(folder)).rejects.toThrow(
      'docker was not found, and --image makes the image with it; install Docker, or leave out --image',
    );
  });
});

test.each(['hello', 'hello-native:1', 'localhost:5000/a/b:x', `${uri}:1.2`, 'team/a__b'])(
  '%s names an image',
  (tag) => {
    expect(imageTagProblem(tag)).toBeUndefined();
  },
);

test.each(['', '-t', '--push', 'Hello', 'a b', 'a:', 'a:-x', 'a//b', 'a;b', `a:${'x'.repeat(200)}`])(
  '%s names none',
  (tag) => {
    expect(imageTagProblem(tag)).toContain('it looks like');
  },
);

describe('the address of an image in ECR', () => {
  const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

  test('has account, region, repository, and a tag or a digest', () => {
    expect(parseImageUri(`${uri}:1@${digest}`)).toMatchObject({
      repositoryUri: uri,
      account: '123456789012',
      region: 'eu-central-1',
      repository: 'shop/hello',
      tag: '1',
      digest,
    });
    for (const text of [
      `${uri}:1`,
      `${uri}@${digest}`,
      '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a:1',
    ])
      expect(imageUriProblem(text), text).toBeUndefined();
  });

  test.each([
    'hello:1',
    'public.ecr.aws/lambda/provided:al2023',
    `https://${uri}:1`,
    `${uri}:1@sha256:abc`,
    `${uri}/../x:1`,
    '123456789012.dkr.ecr.eu-central-1.evil.example/a:1',
  ])('is none: %s', (text) => {
    expect(imageUriProblem(text)).toContain('private repository of Amazon ECR');
  });

  test('without tag and digest is incomplete', () => {
    expect(imageUriProblem(uri)).toBe('it has neither a tag nor a digest.');
  });
});
