import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, vi } from 'vitest';
import { type DeployFlags, runDeploy } from '../../src/aws/deploy/command.ts';
import type { DeployOutcome, Result } from '../../src/aws/deploy/deploy.ts';
import { LambdaFake } from '../support/lambda-fake/lambda-fake.ts';
import { fixtureProject } from '../support/lambda-fake/project.ts';

/** Credentials that belong to nobody, and none of the machine's own. */
export const fakeEnvironment = {
  AWS_ACCESS_KEY_ID: 'AKIAFAKEFAKEFAKE',
  AWS_SECRET_ACCESS_KEY: 'do-not-print-this-secret',
  AWS_SESSION_TOKEN: 'do-not-print-this-token',
  AWS_REGION: 'eu-central-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/nonexistent/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
} as const;

export const quick = { firstMs: 5, mostMs: 20 };

/** What a test of deployments works with; the fake is another one for each test. */
export interface Stage {
  readonly fake: LambdaFake;
  readonly folder: string;
  /** What was said to the user so far. */
  readonly said: string[];
  deploy(flags?: Partial<DeployFlags>, names?: readonly string[]): Promise<DeployOutcome>;
  /** Deploys one function and answers what became of it. */
  deployOne(flags?: Partial<DeployFlags>, name?: string): Promise<Result>;
}

/** One project for the tests of a file, a new service for each. */
export function stage(folder: string = fixtureProject()): Stage {
  const current = { fake: undefined as LambdaFake | undefined, said: [] as string[] };
  beforeEach(async () => {
    for (const [name, value] of Object.entries(fakeEnvironment)) vi.stubEnv(name, value);
    current.fake = await LambdaFake.start();
    current.fake.addRole('exec');
    current.said = [];
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await current.fake?.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const deploy: Stage['deploy'] = (flags = {}, names = ['echo']) =>
    runDeploy({
      folder,
      names: flags.all ? [] : names,
      flags: { 'max-wait': 20, jobs: 4, 'endpoint-url': current.fake?.url, ...flags },
      say: (text) => current.said.push(text),
      approve: async () => {},
      pace: quick,
    });
  return {
    get fake() {
      return current.fake as LambdaFake;
    },
    folder,
    get said() {
      return current.said;
    },
    deploy,
    deployOne: async (flags, name = 'echo') => {
      const { results } = await deploy(flags, [name]);
      return results?.[0] as Result;
    },
  };
}
