import { defaultArchitecture } from '../../../src/platform/architectures.ts';
import type { Extra } from '../../../src/platform/options.ts';
import { defaultRuntime, type Runtime } from '../../../src/platform/runtimes.ts';
import { functionOf, settingsOf } from '../../../src/project/answers.ts';
import { renderProject } from '../../../src/project/render.ts';
import type { FunctionSettings, Settings } from '../../../src/project/settings.ts';
import { classNameOf } from '../../../src/project/source.ts';
import { allSamples } from '../../../src/samples/catalogue.ts';
import type { Sample } from '../../../src/samples/sample.ts';
import { settingRows } from '../../../src/settings/table.ts';

/** Projects whose infrastructure is compared: one with every sample, one with every setting. */

export const answers = {
  sample: 'uppercase',
  framework: 'net10.0',
  architecture: defaultArchitecture,
  runtime: defaultRuntime,
  library: 'builtin',
} as const;

const base = (extras: readonly Extra[], runtime: Runtime = defaultRuntime): Settings =>
  settingsOf('shop', { ...answers, runtime, with: extras }, '1.2.3');

/**
 * Every sample, also those that are a project of their own: what is around them is written in the same way. Of two with a
 * class of the same name, which could not be in one project, it has the first.
 */
const oneOfEachClass = (): readonly Sample[] => {
  const { namespace } = base([]);
  const classes = allSamples().map((sample) => classNameOf(sample, { handler: sample.id, namespace }));
  return allSamples().filter((_, i) => classes.indexOf(classes[i] as string) === i);
};

/** A function of each. */
export const everySample = (extras: readonly Extra[], runtime: Runtime = defaultRuntime): Settings => ({
  ...base(extras, runtime),
  functions: oneOfEachClass().map((sample) =>
    functionOf(`shop-${sample.id}`, sample.id, sample),
  ) as unknown as Settings['functions'],
});

const bare: FunctionSettings = { name: 'orders', handler: 'orders', memorySize: 256, timeout: 30 };

/** A function that has every setting, without a role: it would take the place of the one that is written. */
export const everySetting: FunctionSettings = {
  ...bare,
  ...Object.fromEntries(
    settingRows.filter(({ name }) => name !== 'role').map(({ name, example }) => [name, example.setting]),
  ),
};

const none = {
  kmsKey: 'none',
  deadLetter: 'none',
  fileSystem: 'none',
  reservedConcurrency: 'none',
  logRetention: 'none',
  vpc: { subnets: [], securityGroups: [] },
} as const satisfies Partial<FunctionSettings>;

/** Functions with every setting, with a role, with a public URL, with a log group of another one, and with settings taken away. */
export const manySettings = (extras: readonly Extra[]): Settings => ({
  ...base(extras),
  functions: [
    { ...everySetting, sample: 'uppercase' },
    {
      ...bare,
      name: 'roled',
      handler: 'roled',
      role: 'exec',
      deadLetter: 'arn:aws:sns:eu-central-1:123456789012:dead',
    },
    { ...bare, name: 'arned', handler: 'arned', role: 'arn:aws:iam::123456789012:role/exec' },
    {
      ...bare,
      name: 'opened',
      handler: 'opened',
      url: { auth: 'none', cors: { origins: ['*'], credentials: false, maxAge: 60, exposeHeaders: ['x'] } },
      logGroup: '/orders/all',
    },
    {
      ...bare,
      ...none,
      name: 'taken',
      handler: 'taken',
      tracing: 'passthrough',
      environment: { A: `\${x} "y"\\` },
    },
  ],
});

/** The files below infra, and template.yaml, by their path. */
export const infrastructureFiles = (settings: Settings): ReadonlyMap<string, string> =>
  new Map(
    renderProject(settings)
      .filter(({ path }) => path.startsWith('infra/') || path === 'template.yaml')
      .map(({ path, contents }) => [path, contents]),
  );
