import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { addableSampleChoices } from '../../src/commands/choices.ts';
import { UserError } from '../../src/errors.ts';
import { writeTree } from '../../src/files/write.ts';
import { type Addition, planAddition } from '../../src/functions/addition.ts';
import { filesOf } from '../../src/functions/change.ts';
import type { AdditionResult } from '../../src/functions/result.ts';
import type { Extra, Library } from '../../src/platform/options.ts';
import { settingsOf } from '../../src/project/answers.ts';
import { renderProject } from '../../src/project/render.ts';
import { readSettings } from '../../src/project/settings.ts';
import { findSample } from '../../src/samples/catalogue.ts';
import { lambdaNativeaot } from '../support/bin.ts';
import { readTree, temporaryFolder } from '../support/folders.ts';

interface Options {
  library?: Library;
  with?: Extra[];
  sample?: string;
}

async function project({
  library = 'builtin',
  sample = 'uppercase',
  with: extras = [],
}: Options = {}): Promise<string> {
  const folder = await temporaryFolder();
  const answers = {
    sample,
    library,
    with: extras,
    framework: 'net10.0',
    architecture: 'x86_64',
    runtime: 'provided.al2023',
  } as const;
  await writeTree(folder, renderProject(settingsOf('shop', answers, '0.0.0')));
  return folder;
}

/** Through the bin, as a person does it. */
const run = (folder: string, ...args: string[]) =>
  lambdaNativeaot(folder, ['add-function', ...args, '--yes']);

/** The same without the time that a process takes to start. */
async function add(folder: string, name: string, sample = 'uppercase'): Promise<Addition> {
  const addition = await planAddition(folder, name, sample);
  await writeTree(folder, filesOf(addition.changes));
  return addition;
}

async function edit(folder: string, path: string, change: (text: string) => string): Promise<void> {
  const file = join(folder, path);
  await writeFile(file, change(await readFile(file, 'utf8')));
}

/** The lines of `part` stand in `whole`, in their order: nothing was lost or moved. */
function expectKept(part: string, whole: string, path: string): void {
  const lines = whole.split('\n');
  let at = 0;
  for (const line of part.split('\n')) {
    const found = lines.indexOf(line, at);
    expect(found, `${path} kept: ${line}`).toBeGreaterThanOrEqual(at);
    at = found + 1;
  }
}

describe('add-function', () => {
  test('writes the function and makes it known everywhere', async () => {
    const folder = await project({ with: ['sam'] });

    const { exitCode, stdout, stderr } = await run(folder, 'orders', '--sample', 'sqs-batch');

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('Added orders (shop-orders on Lambda), from the sample sqs-batch:\n');
    expect(stdout).toContain('  lambda-nativeaot invoke shop-orders\n');
    expect(stdout).toContain('  lambda-nativeaot add-function orders --sample sqs-batch --yes');
    const tree = await readTree(folder);
    expect(tree['src/Shop/Program.cs']).toContain(
      '\n    .Handle("orders", Orders.Handle, FunctionJsonContext.Default.SqsEvent, FunctionJsonContext.Default.BatchResponse)\n    .Run();',
    );
    expect(tree['src/Shop/FunctionJsonContext.cs']).toContain('[JsonSerializable(typeof(OrdersMessage))]');
    expect(tree['src/Shop/Functions/Orders.cs']).toContain('public static class Orders');
    expect(tree['src/Shop/Events/SqsEvent.cs']).toContain('namespace Shop.Events;');
    expect(tree['test/Shop.Tests/OrdersTests.cs']).toContain('SampleEvent.Read("orders.json"');
    expect(tree['template.yaml']).toContain('\n  OrdersFunction:\n');
    expect((await readSettings(folder)).functions[1]).toEqual({
      name: 'shop-orders',
      handler: 'orders',
      sample: 'sqs-batch',
      event: 'events/orders.json',
      memorySize: 256,
      timeout: 30,
    });
    expect(JSON.parse(tree['events/orders.json'] as string)).toEqual(
      JSON.parse(await readFile('templates/samples/sqs-batch/event.json', 'utf8')),
    );
  });

  test('registers with AWS’s library where the project has it', async () => {
    const folder = await project({ library: 'aws' });

    await add(folder, 'orders', 'sqs-batch');

    const program = (await readTree(folder))['src/Shop/Program.cs'];
    expect(program).toContain('using Shop.Events;\nusing Shop.Functions;\n');
    expect(program).toContain(
      '\n    ["orders"] = LambdaBootstrapBuilder.Create<SqsEvent, BatchResponse>(Orders.Handle, serializer),\n};',
    );
  });

  test('without a name takes the sample’s own', async () => {
    const folder = await project();

    const { stdout } = await run(folder, '--sample', 's3-event', '--json');

    expect((JSON.parse(stdout) as AdditionResult).function).toEqual({
      name: 'shop-s3-event',
      handler: 's3-event',
      sample: 's3-event',
      event: 'events/s3-event.json',
    });
    expect((await readTree(folder))['src/Shop/Functions/Uploads.cs']).toContain(
      'public static class Uploads',
    );
  });

  test('adds one sample several times under other names, and shares what they have in common', async () => {
    const folder = await project({ sample: 'sqs-batch' });
    const before = (await readTree(folder))['src/Shop/Events/SqsEvent.cs'];
    await edit(folder, 'src/Shop/Events/SqsEvent.cs', (text) => text.replace('A batch', 'My batch'));

    for (const name of ['refunds', 'invoices']) {
      await add(folder, name, 'sqs-batch');
    }

    const tree = await readTree(folder);
    expect(tree['src/Shop/Events/SqsEvent.cs']).toBe(before?.replace('A batch', 'My batch'));
    expect(tree['src/Shop/FunctionJsonContext.cs']?.match(/SqsEvent/g)).toHaveLength(1);
    expect(tree['src/Shop/Program.cs']?.match(/\.Handle\(/g)).toHaveLength(3);
  });

  test.each([
    ['timer', 'TimerFunction'],
    ['events', 'EventsFunction'],
    ['date-time', 'DateTimeFunction'],
    ['order_lines', 'OrderLines'],
  ])('calls the class of %s %s, since a class must not hide another type', async (name, expected) => {
    const folder = await project();

    await add(folder, name);

    expect((await readTree(folder))[`src/Shop/Functions/${expected}.cs`]).toContain(
      `public static class ${expected}\n`,
    );
  });

  test('keeps every line that a person wrote', async () => {
    const folder = await project({ with: ['sam'] });
    await edit(folder, 'src/Shop/Program.cs', (text) =>
      text
        .replace('return', '// before the start\nreturn')
        .replace(
          '    .Run();',
          '    .OnInit(() => Console.Error.WriteLine(".Run()")) // warm\n    .Run(); // and on',
        ),
    );
    await edit(folder, 'src/Shop/FunctionJsonContext.cs', (text) =>
      text
        .replace('public sealed', '[JsonSerializable(typeof(int[]))] // mine\npublic sealed')
        .replace('{\n}', '{\n    // empty\n}'),
    );
    await edit(folder, 'src/Shop/Shop.csproj', (text) =>
      text.replace('</Project>', '  <!-- mine --><ItemGroup><None Remove="x" /></ItemGroup>\n</Project>'),
    );
    await edit(folder, 'template.yaml', (text) => `# mine\n${text}\n# the end\n`);
    await edit(folder, '.yo-rc.json', (text) =>
      text
        .replace('{\n', '{\n    "another-generator": {"a": [1,2]},\n')
        .replace('"timeout": 30', '"timeout":   31'),
    );
    const before = await readTree(folder);

    await add(folder, 'catalogue', 'http-api');

    const after = await readTree(folder);
    for (const [path, text] of Object.entries(before)) {
      if (path === '.yo-rc.json') continue;
      expectKept(text, after[path] as string, path);
    }
    expect(after['.yo-rc.json']).toContain('    "another-generator": {"a": [1,2]},\n');
    expect(after['.yo-rc.json']).toContain('"timeout":   31');
    const changed = Object.keys(before).filter((path) => before[path] !== after[path]);
    expect(changed).toEqual([
      '.yo-rc.json',
      'src/Shop/FunctionJsonContext.cs',
      'src/Shop/Program.cs',
      'template.yaml',
    ]);
  });

  test('--dry-run changes nothing and shows a patch that does what the real run does', async () => {
    const folder = await project({ with: ['sam'] });
    const before = await readTree(folder);

    const { stdout } = await run(folder, 'orders', '--sample', 'json', '--dry-run', '--json');

    expect(await readTree(folder)).toEqual(before);
    const result = JSON.parse(stdout) as AdditionResult;
    expect(result).toMatchObject({ written: false });
    const text = await run(folder, 'orders', '--sample', 'json', '--dry-run');
    expect(text.stdout).toContain('+++ b/src/Shop/Program.cs\n');
    expect(text.stdout).toContain('Would add orders (shop-orders on Lambda); nothing was changed.');
    const patched = await temporaryFolder();
    await writeTree(
      patched,
      Object.entries(before).map(([path, contents]) => ({ path, contents })),
    );
    await execa('git', ['apply', '-'], { cwd: patched, input: result.diff });
    await add(folder, 'orders', 'json');
    expect(await readTree(patched)).toEqual(await readTree(folder));
  });

  test('lists each file once, as new or changed, for machines', async () => {
    const folder = await project();

    const { stdout } = await run(folder, 'orders', '--json');

    const result = JSON.parse(stdout) as AdditionResult;
    expect(result.written).toBe(true);
    expect(result.files).toEqual([
      { path: '.yo-rc.json', change: 'changed' },
      { path: 'events/orders.json', change: 'new' },
      { path: 'src/Shop/Functions/Orders.cs', change: 'new' },
      { path: 'src/Shop/Program.cs', change: 'changed' },
      { path: 'test/Shop.Tests/OrdersHostTests.cs', change: 'new' },
      { path: 'test/Shop.Tests/OrdersTests.cs', change: 'new' },
    ]);
  });

  test.each(addableSampleChoices())('can add $value to a project of either library', async ({ value }) => {
    for (const library of findSample(value).libraries ?? (['builtin', 'aws'] as const)) {
      const folder = await project({ library, with: ['sam'] });
      await add(folder, 'one', value);
      await add(folder, 'two', value);
      expect((await readSettings(folder)).functions).toHaveLength(3);
    }
  });
});

describe('add-function changes nothing and says what is wrong when', () => {
  async function expectRefused(folder: string, name: string, code: number, message: string): Promise<void> {
    const before = await readTree(folder);
    const error = await add(folder, name).catch((thrown: UserError) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain(message);
    expect((error as UserError).message).not.toContain('\n');
    expect((error as UserError).code).toBe(code);
    expect(await readTree(folder)).toEqual(before);
  }

  test('it runs twice', async () => {
    const folder = await project();
    await add(folder, 'orders');

    await expectRefused(
      folder,
      'orders',
      1,
      'The project has a function orders already (shop-orders on Lambda)',
    );
  });

  test.each([
    ['uppercase', 'function uppercase already (shop on Lambda)'],
    ['UPPERCASE', 'function uppercase already (shop on Lambda)'],
    ['Shop', 'function uppercase already (shop on Lambda)'],
  ])('the project has a function of that name: %s', async (name, message) => {
    await expectRefused(await project(), name, 1, message);
  });

  test.each([
    ['123', 'a name must start with a letter'],
    ['my fn', 'a name must start with a letter'],
    ['../x', 'a name must start with a letter'],
    ['Ünïcode', 'a name must start with a letter'],
    ['a'.repeat(65), 'the name has 65 characters'],
    ['a'.repeat(60), 'the function would be called shop-'],
    ['con', 'Windows keeps that name for a device'],
  ])('the name cannot be one: %s', async (name, message) => {
    await expectRefused(await project(), name, 2, message);
  });

  test.each([
    [['orders', '--sample', 'nothing'], 2, 'error: --sample "nothing" is not one of uppercase'],
    [['orders', 'more'], 2, 'error: "more" is one argument too many'],
    [['../x'], 2, 'error: NAME "../x": a name must start with a letter'],
    [['uppercase'], 1, 'error: The project has a function uppercase already (shop on Lambda)'],
  ])('it is called with %j', async (args, code, message) => {
    const folder = await project();
    const before = await readTree(folder);

    const { exitCode, stdout, stderr } = await run(folder, ...args);

    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(await readTree(folder)).toEqual(before);
  });

  test('the folder is no project', async () => {
    await expectRefused(await temporaryFolder(), 'orders', 1, 'has no .yo-rc.json; run this in a project');
  });

  test('the folder is another generator’s project', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, '.yo-rc.json'), '{ "generator-x": {} }\n');

    await expectRefused(folder, 'orders', 1, 'has no entry "generator-lambda-nativeaot"');
  });

  test('the project file is gone', async () => {
    const folder = await project();
    await rm(join(folder, 'src/Shop/Shop.csproj'));

    await expectRefused(folder, 'orders', 1, 'src/Shop/Shop.csproj is not there; the settings');
  });

  test('a file is in the way', async () => {
    const folder = await project();
    await writeFile(join(folder, 'events/orders.json'), '{}\n');

    await expectRefused(folder, 'orders', 1, 'events/orders.json is there already; move it');
  });

  test('a type of that name is there', async () => {
    const folder = await project();
    await mkdir(join(folder, 'src/Shop/Models'));
    await writeFile(
      join(folder, 'src/Shop/Models/All.cs'),
      'namespace Shop.Models;\n\npublic record Orders(int Id);\n',
    );

    await expectRefused(
      folder,
      'orders',
      1,
      'src/Shop/Models/All.cs:3 declares Orders already; choose another name',
    );
  });

  test('the program does not register handlers the way that is known', async () => {
    const folder = await project();
    await writeFile(join(folder, 'src/Shop/Program.cs'), 'return Shop.Start.Up();\n');

    await expectRefused(folder, 'orders', 1, 'write it there by hand: .Handle("orders", Orders.Handle)');
  });

  test('the program registers that name already', async () => {
    const folder = await project();
    await edit(folder, 'src/Shop/Program.cs', (text) =>
      text.replace('    .Run', '    .Handle("orders", Uppercase.Handle)\n    .Run'),
    );

    await expectRefused(folder, 'orders', 1, 'src/Shop/Program.cs registers "orders" already');
  });

  test('there is no JSON context', async () => {
    const folder = await project();
    await rm(join(folder, 'src/Shop/FunctionJsonContext.cs'));

    await expectRefused(folder, 'orders', 1, 'No class derives from JsonSerializerContext');
  });

  test('the template has such a resource', async () => {
    const folder = await project({ with: ['sam'] });
    await edit(folder, 'template.yaml', (text) => text.replace('UppercaseFunction', 'OrdersFunction'));

    await expectRefused(folder, 'orders', 1, 'template.yaml has a resource OrdersFunction already');
  });

  test('the settings are damaged', async () => {
    const folder = await project();
    await edit(folder, '.yo-rc.json', (text) => text.replace('"memorySize": 256', '"memorySize": "much"'));

    await expectRefused(folder, 'orders', 1, 'functions.0.memorySize is wrong');
  });

  test.runIf(process.getuid?.() !== 0)('a file cannot be written', async () => {
    const folder = await project();
    await chmod(join(folder, 'events'), 0o555);

    await expectRefused(folder, 'orders', 1, 'permission denied');
  });
});

describe('add-function in a project that is not as new', () => {
  test('writes no tests where there is no test project, and says so', async () => {
    const folder = await project();
    await rm(join(folder, 'test'), { recursive: true });

    const { notes } = await add(folder, 'orders', 'json');

    expect(notes).toEqual(['No tests were written: there is no test/Shop.Tests with xunit.']);
    expect(Object.keys(await readTree(folder)).filter((path) => path.startsWith('test/'))).toEqual([]);
  });

  test('uses the JSON context under the name that the project has for it', async () => {
    const folder = await project();
    await edit(folder, 'src/Shop/FunctionJsonContext.cs', (text) =>
      text.replace('class FunctionJsonContext', 'class Wire'),
    );

    await add(folder, 'orders', 'http-api');

    const tree = await readTree(folder);
    expect(tree['src/Shop/Functions/Orders.cs']).toContain('Wire.Default.OrdersProduct');
    expect(tree['src/Shop/Program.cs']).toContain('Wire.Default.LambdaHttpRequest');
    expect(tree['test/Shop.Tests/OrdersTests.cs']).toContain('Wire.Default.LambdaHttpRequest');
  });

  test('finds the sources where the settings say that they are', async () => {
    const folder = await project();
    const tree = await readTree(folder);
    const moved = await temporaryFolder();
    const files = Object.entries(tree)
      .filter(([path]) => !path.startsWith('test/'))
      .map(([path, contents]) => ({ path: path.replace('src/Shop/', 'app/'), contents }));
    await writeTree(moved, files);
    await edit(moved, '.yo-rc.json', (text) =>
      text.replace('"namespace": "Shop",', '"namespace": "Shop",\n    "project": "app/Shop.csproj",'),
    );

    await add(moved, 'orders', 'json');

    const after = await readTree(moved);
    expect(after['app/Functions/OrdersRequest.cs']).toContain('namespace Shop.Functions;');
    expect(after['app/Program.cs']).toContain('Orders.Handle');
  });
});
