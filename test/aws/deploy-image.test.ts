import { describe, expect, it } from 'vitest';
import { sharesOf } from '../../src/aws/deploy/alias.ts';
import { runStatus } from '../../src/aws/status/command.ts';
import { statusError } from '../../src/aws/status/text.ts';
import { architectureFacts } from '../../src/platform/architectures.ts';
import { hostArchitecture } from '../emulator/support.ts';
import { fixtureProject, fixtureSettings } from '../support/lambda-fake/project.ts';
import { stage } from './support.ts';

const layer = 'arn:aws:lambda:eu-central-1:123456789012:layer:one:1';
const here = stage(fixtureProject(fixtureSettings(['echo', 'error'], { layers: [layer] })));
const { deploy, deployOne } = here;

const fn = () => here.fake.get('hello-echo');
const docker = architectureFacts[hostArchitecture].platform.split('/')[1] as string;
const otherArchitecture = hostArchitecture === 'arm64' ? 'x86_64' : 'arm64';
const uri = (tag: string) => `${here.fake.registry.uri}:${tag}`;
const push = (tag: string, layers = tag) => here.fake.registry.push(tag, docker, layers);
const create = (tag = '1') => deployOne({ role: 'exec', image: uri(tag) });
const withoutLayers = 'the setting layers does not apply to a container image; it is left out.';
const denied =
  'User: me is not authorized to perform: ecr:BatchGetImage because no identity-based policy allows it';

describe('a function from a container image', () => {
  it('is created with the image that the tag names, and with what an image takes', async () => {
    const digest = push('1');
    const { planned, results } = await deploy({
      role: 'exec',
      image: uri('1'),
      memory: 512,
      env: ['LEVEL=info'],
    });
    expect(planned[0]?.plan.steps[0]?.changes.slice(0, 3)).toEqual([
      { field: 'image', to: `${uri('1')} (${digest.slice(7, 17)})` },
      { field: 'architecture', to: hostArchitecture },
      { field: 'command', to: 'echo' },
    ]);
    expect(results?.[0]).toMatchObject({ status: 'done', done: ['create'], notes: [withoutLayers] });
    expect(fn().image?.uri).toBe(`${here.fake.registry.uri}@${digest}`);
    expect(fn().configuration).toMatchObject({
      PackageType: 'Image',
      ImageConfigResponse: { ImageConfig: { Command: ['echo'] } },
      Architectures: [hostArchitecture],
      MemorySize: 512,
      Environment: { Variables: { LEVEL: 'info' } },
    });
    expect(fn().configuration).not.toHaveProperty('Runtime');
    expect(fn().configuration).not.toHaveProperty('Layers');
  });

  it('is sent an image that is another one, and nothing where the tag names the same', async () => {
    push('1');
    await create();
    const sent = here.fake.changes.length;
    expect(await deployOne({ image: uri('1') })).toMatchObject({ status: 'done', done: [] });
    expect(here.fake.changes).toHaveLength(sent);
    const moved = push('1', 'two');
    expect((await deployOne({ image: uri('1') })).done).toEqual(['update code']);
    expect(fn().image?.resolved).toBe(`${here.fake.registry.uri}@${moved}`);
    expect((await deployOne({ image: uri('1'), memory: 640 })).done).toEqual(['update configuration']);
    fn().configuration = {
      ...fn().configuration,
      ImageConfigResponse: { ImageConfig: { WorkingDirectory: '/srv', Command: ['other'] } },
    };
    expect((await deployOne({ image: uri('1'), memory: 640 })).done).toEqual(['update configuration']);
    expect(fn().configuration.ImageConfigResponse?.ImageConfig).toEqual({
      WorkingDirectory: '/srv',
      Command: ['echo'],
    });
  });

  it('has versions, aliases and canaries as any other', async () => {
    push('1');
    push('2');
    expect(await deployOne({ role: 'exec', image: uri('1'), alias: 'live' })).toMatchObject({ version: '1' });
    expect(await deployOne({ image: uri('1'), alias: 'live' })).toMatchObject({ done: [], version: '1' });
    const shift = await deployOne({ image: uri('2'), alias: 'live', canary: 20 });
    expect(shift).toMatchObject({ done: ['update code', 'publish', 'shift alias'], version: '2' });
    expect(sharesOf(fn().aliases.get('live') ?? {})).toEqual({ 1: 0.8, 2: 0.2 });
    expect(fn().versions.get('1')?.configuration.CodeSha256).not.toBe(
      fn().versions.get('2')?.configuration.CodeSha256,
    );
  });

  it('is shown by status, which does not compare its code', async () => {
    push('1');
    await create();
    const request = { folder: here.folder, names: ['echo'], say: () => {} };
    const { functions } = await runStatus({ ...request, flags: { 'endpoint-url': here.fake.url } });
    expect(functions[0]).toMatchObject({
      verdict: 'unknown',
      code: { comparison: 'image', image: fn().image?.resolved },
      differences: [],
      problems: [{ what: 'code', text: 'it is a container image, which is not compared with the zip here.' }],
    });
    expect(functions[0]?.code).not.toHaveProperty('here');
    expect(statusError(functions, undefined)).toMatchObject({
      code: 1,
      message:
        'hello-echo: the settings are the same; the code is a container image, which is not compared with the zip.',
    });
  });

  it('is not made of a zip, nor a zip of it', async () => {
    push('1');
    await create();
    const sent = here.fake.changes.length;
    await expect(deploy()).rejects.toThrow(
      'hello-echo is deployed as a container image, which Lambda never turns into a zip; deploy an image with --image URI',
    );
    await deployOne({ role: 'exec' }, 'error');
    await expect(deploy({ image: uri('1') }, ['error'])).rejects.toThrow(
      'hello-error is deployed as a zip, which Lambda never turns into a container image; leave out --image',
    );
    expect(here.fake.changes.slice(sent)).toEqual(['CreateFunction']);
  });
});

describe('an image', () => {
  it('for another processor is refused before anything is sent, with exit code 3', async () => {
    push('1');
    await expect(
      deploy({ role: 'exec', image: uri('1'), architecture: otherArchitecture }),
    ).rejects.toMatchObject({
      code: 3,
      message: expect.stringContaining(
        `is an image for ${hostArchitecture}, and hello-echo is to run on ${otherArchitecture}; build it with`,
      ),
    });
    expect(here.fake.changes).toEqual([]);
    const told = {
      role: 'exec',
      image: uri('1'),
      architecture: otherArchitecture,
      'skip-check': true,
    } as const;
    expect((await deployOne(told)).status).toBe('done');
  });

  it.each([
    [
      'for a processor that Lambda does not have',
      () => here.fake.registry.push('1', 'riscv64'),
      'is an image for linux/riscv64',
    ],
    ['for Windows', () => here.fake.registry.push('1', docker, 'one', 'windows'), 'is an image for windows/'],
    ['that is an index of several', () => here.fake.registry.pushIndex('1'), 'is an index of several images'],
    ['that is not there', () => '', 'Requested image not found; push it first: docker push'],
  ])('%s is refused', async (_, prepare, message) => {
    prepare();
    await expect(deploy({ role: 'exec', image: uri('1') })).rejects.toThrow(message);
    expect(here.fake.changes).toEqual([]);
  });

  it('of another region, repository or registry is refused', async () => {
    const inRegion = (region: string) => `123456789012.dkr.ecr.${region}.amazonaws.com/shop/hello:1`;
    await expect(deploy({ role: 'exec', image: inRegion('us-east-1') })).rejects.toThrow(
      'is in us-east-1, and Lambda takes images from its own region, eu-central-1',
    );
    await expect(
      deploy({ role: 'exec', image: `${inRegion('eu-central-1')}`.replace('hello', 'bye') }),
    ).rejects.toThrow("The repository with name 'shop/bye' does not exist");
    await expect(deploy({ role: 'exec', image: 'docker.io/library/hello:1' })).rejects.toThrow(
      'Lambda takes images from a private repository of Amazon ECR',
    );
    await expect(deploy({ role: 'exec', image: here.fake.registry.uri })).rejects.toThrow(
      'neither a tag nor a digest',
    );
  });

  it('that may not be looked at is deployed as it is named, and the plan says what was not checked', async () => {
    push('1');
    here.fake.fail('BatchGetImage', 400, 'AccessDeniedException', denied, 2);
    const first = await create();
    expect(first.notes[1]).toMatch(
      /:1 was not looked at, so that its processor is not checked, and it is sent even if the function has it already: AWS denies it: .* Ask for ecr:BatchGetImage/,
    );
    expect(fn().image?.uri).toBe(uri('1'));
    expect((await deployOne({ image: uri('1') })).done).toEqual(['update code']);
    const pinned = `${here.fake.registry.uri}@${push('2')}`;
    await deployOne({ image: pinned });
    here.fake.fail('BatchGetImage', 400, 'AccessDeniedException', denied);
    expect((await deployOne({ image: pinned })).done).toEqual([]);
  });

  it('whose configuration is not what its manifest names is not believed', async () => {
    push('1');
    for (const digest of here.fake.registry.blobs.keys()) {
      here.fake.registry.blobs.set(digest, '{"os":"linux","architecture":"arm64"}');
    }
    expect((await create()).notes[1]).toContain('its configuration is not what the manifest names');
  });

  it.each([
    [{ zip: 'x.zip' }, '--zip does not go with --image: an image is deployed in place of a zip.'],
    [{ runtime: 'dotnet10' }, '--runtime does not go with --image: an image brings its own runtime.'],
    [
      { layer: [layer] },
      '--layer does not go with --image: an image takes no layers; copy their files into it.',
    ],
    [{ 's3-bucket': 'parcels' }, '--s3-bucket does not go with --image'],
    [{ rollback: true, alias: 'live' }, 'leave out --image'],
  ] as const)('goes with no flag of a zip: %j', async (flags, message) => {
    await expect(deploy({ image: uri('1'), ...flags })).rejects.toThrow(message);
  });
});
