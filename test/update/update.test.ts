import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/cli/parse.ts';
import { withDefaults } from '../../src/commands/command.ts';
import { newCommand } from '../../src/commands/new.ts';
import { writeTree } from '../../src/files/write.ts';
import { packageVersion } from '../../src/package.ts';
import { settingsOf } from '../../src/project/answers.ts';
import { renderProject } from '../../src/project/render.ts';
import { readSettings } from '../../src/project/settings.ts';
import { planUpdate, type UpdatePlan, type Writings, writeAgain } from '../../src/update/plan.ts';
import { writesOf } from '../../src/update/result.ts';
import { lambdaNativeaot } from '../support/bin.ts';
import { readTree } from '../support/folders.ts';
import { newProject } from '../support/project.ts';
import { copyOf, edit, type OldPackage, oldPackage } from './old-package.ts';

const flags = ['--with', 'sam,cdk,terraform,github,vscode', '--architecture', 'arm64'];
const added = [
  ['orders', 'sqs-batch'],
  ['shout', 'uppercase'],
] as const;

let old: OldPackage;
/** A project as the old version wrote it. */
let written: string;
/** What this version writes for the same answers. */
let current: Record<string, string>;
let writings: Writings;

beforeAll(async () => {
  old = await oldPackage();
  written = await old.project(old.scratch, 'shop', flags, added);
  await mkdir(join(old.scratch, 'current'));
  const fresh = await newProject(join(old.scratch, 'current'), 'shop', ...flags);
  for (const [handler, sample] of added) {
    const { exitCode } = await lambdaNativeaot(fresh, ['add-function', handler, '--sample', sample, '--yes']);
    expect(exitCode).toBe(0);
  }
  current = await readTree(fresh);
  writings = await rewrite(written);
});

afterAll(() => old.dispose());

const rewrite = async (project: string) => {
  const source = { from: old.folder, signal: new AbortController().signal, doing: () => {} };
  return await writeAgain(project, await readSettings(project), source);
};

async function update(project: string, between: Writings): Promise<UpdatePlan> {
  const plan = await planUpdate(project, await readSettings(project), between);
  const writes = writesOf(plan.files);
  await writeTree(project, writes.written, writes.removed);
  return plan;
}

const fatesIn = ({ files }: UpdatePlan) => Object.fromEntries(files.map(({ path, fate }) => [path, fate]));

/** The files of the runtime client, and the others. */
function apart(fates: Readonly<Record<string, string>>) {
  const isRuntime = ([path]: readonly [string, string]) => path.startsWith('src/LambdaRuntime/');
  const entries = Object.entries(fates);
  return {
    runtime: Object.fromEntries(entries.filter(isRuntime)),
    others: Object.fromEntries(entries.filter((entry) => !isRuntime(entry))),
  };
}

describe('an update of a project that an older version wrote', () => {
  it('leaves exactly what this version writes, when nobody edited anything', async () => {
    const project = await copyOf(written);
    const plan = await update(project, writings);
    expect(await readTree(project)).toEqual(current);
    const { runtime, others } = apart(fatesIn(plan));
    // Every file of the runtime client has the version that wrote it.
    expect(new Set(Object.values(runtime))).toEqual(new Set(['updated', 'removed', 'added']));
    expect(runtime).toMatchObject({
      'src/LambdaRuntime/Invocation.cs': 'updated',
      'src/LambdaRuntime/LambdaRuntime.csproj': 'updated',
      'src/LambdaRuntime/OldHelper.cs': 'removed',
      'src/LambdaRuntime/PlainText.cs': 'added',
    });
    expect(others).toEqual({
      '.yo-rc.json': 'updated',
      '.github/deploy.sh': 'updated',
      'infra/FunctionsStack.cs': 'updated',
      'infra/main.tf': 'updated',
      Makefile: 'updated',
      'README.md': 'updated',
      'samconfig.toml': 'removed',
      'src/Shop/Functions/Orders.cs': 'updated',
    });
    expect(plan).toMatchObject({ from: '0.0.9', to: packageVersion(), remarks: [] });
  });

  it('keeps what a person edited, byte for byte', async () => {
    const project = await copyOf(written);
    const edits: Record<string, (text: string) => string> = {
      Makefile: (text) => text.replace('NAME      := shop', 'NAME      := shop # mine'),
      'README.md': (text) => text.replace('# shop\n', '# shop\n\nMine.\n'),
      'src/Shop/Functions/Uppercase.cs': () => '// all mine\n',
      'src/Shop/Functions/Orders.cs': (text) => `${text}// mine\n`,
      'src/Shop/Program.cs': (text) =>
        text.replace('    .Run();', '    .Handle("own", Own.Handle)\n    .Run();'),
      'template.yaml': (text) => `${text}# mine\n`,
      'infra/main.tf': (text) => `${text}# mine\n`,
      'infra/FunctionsStack.cs': (text) =>
        text.replace('using Constructs;', 'using Constructs;\nusing Mine;'),
    };
    for (const [path, change] of Object.entries(edits)) await edit(project, path, change);
    await writeFile(join(project, 'notes.txt'), 'mine\n');
    const plan = await update(project, writings);
    const expected: Record<string, string> = { ...current, 'notes.txt': 'mine\n' };
    for (const [path, change] of Object.entries(edits)) expected[path] = change(current[path] as string);
    expect(await readTree(project)).toEqual(expected);
    expect(fatesIn(plan)).toMatchObject({
      Makefile: 'merged',
      'README.md': 'merged',
      'infra/main.tf': 'merged',
      'infra/FunctionsStack.cs': 'merged',
    });
    expect(fatesIn(plan)).not.toHaveProperty('template.yaml');
  });

  it('writes the version into the settings and leaves the rest of them as it was', async () => {
    const project = await copyOf(written);
    const other = (text: string) =>
      text
        .replace('"memorySize": 256', '"memorySize":   512')
        .replace('{\n', '{\n  "generator-other": { "answers": [1,2] },\n');
    await edit(project, '.yo-rc.json', other);
    const before = await readFile(join(project, '.yo-rc.json'), 'utf8');
    await update(project, writings);
    const after = await readFile(join(project, '.yo-rc.json'), 'utf8');
    expect(after).toBe(before.replace('"version": "0.0.9"', `"version": "${packageVersion()}"`));
    // The Makefile repeats some of them, and is the one file that follows.
    expect(await readFile(join(project, 'Makefile'), 'utf8')).toBe(
      current.Makefile?.replace('MEMORY    := 256', 'MEMORY    := 512'),
    );
  });

  it('keeps Windows line endings, byte order marks and execute bits', async () => {
    const project = await copyOf(written);
    const windows = (text: string) => text.replaceAll('\n', '\r\n');
    const runtime = 'src/LambdaRuntime/Invocation.cs';
    await edit(project, 'README.md', (text) => windows(`${text}Mine.\n`.replace('An old last line.\n', '')));
    await edit(project, runtime, (text) => `\uFEFF${windows(text)}`);
    await chmod(join(project, 'Makefile'), 0o755);
    await update(project, writings);
    const tree = await readTree(project);
    expect(tree[runtime]).toBe(`\uFEFF${windows(current[runtime] as string)}`);
    expect(tree['README.md']?.replaceAll('\r\n', '')).not.toContain('\n');
    expect(tree.Makefile).toBe(current.Makefile);
    expect((await stat(join(project, 'Makefile'))).mode & 0o111).toBe(0o111);
  });

  it('does not bring back what a person removed, nor remove or write over what is theirs', async () => {
    const project = await copyOf(written);
    await rm(join(project, 'README.md'));
    await rm(join(project, 'src/LambdaRuntime/OldHelper.cs'));
    await edit(project, 'samconfig.toml', (text) => `${text}mine = 1\n`);
    await writeFile(join(project, 'src/LambdaRuntime/PlainText.cs'), '// mine\n');
    await writeFile(join(project, 'Makefile'), Buffer.from([0x00, 0xff]));
    const plan = await update(project, writings);
    expect(fatesIn(plan)).toMatchObject({
      'README.md': 'left-out',
      'samconfig.toml': 'kept',
      'src/LambdaRuntime/PlainText.cs': 'occupied',
      Makefile: 'unmergeable',
    });
    const tree = await readTree(project);
    expect(tree).not.toHaveProperty('README.md');
    expect(tree['samconfig.toml']).toBe('version = 0.1\nmine = 1\n');
    expect(tree['src/LambdaRuntime/PlainText.cs']).toBe('// mine\n');
    expect(await readFile(join(project, 'Makefile'))).toEqual(Buffer.from([0x00, 0xff]));
  });

  it('leaves a function alone that the old version cannot write, and says so', async () => {
    const project = await copyOf(await old.project(old.scratch, 'solo'));
    // The old version knows a function of that name already.
    const fn = { name: 'x', handler: 'solo', sample: 'uppercase', memorySize: 256, timeout: 30 };
    await edit(project, '.yo-rc.json', (text) => {
      const document = JSON.parse(text);
      document['generator-lambda-nativeaot'].functions.push(fn);
      return JSON.stringify(document);
    });
    const { remarks } = await update(project, await rewrite(project));
    expect(remarks).toEqual([
      expect.stringMatching(
        /^solo is left as it is: version 0\.0\.9 did not write it \(The project has a function .*\)$/,
      ),
    ]);
  });

  it.each([
    [
      "with AWS's library",
      'aws-fn',
      ['--library', 'aws', '--framework', 'net8.0', '--runtime', 'provided.al2'],
    ],
    ['of a sample with a framework of its own', 'older', ['--sample', 'dotnet6']],
    ['of a sample that is a project of its own', 'web', ['--sample', 'aspnet-webapi']],
  ])('works for a project %s', async (_, name, words) => {
    const project = await copyOf(await old.project(old.scratch, name, words));
    const { arguments: args, values } = parseCommandLine(newCommand, [name, ...words]);
    const settings = settingsOf(args[0] as string, withDefaults(newCommand, values), packageVersion());
    const expected = renderProject(settings).map(({ path, contents }) => [path, contents]);
    await update(project, await rewrite(project));
    expect(await readTree(project)).toEqual(Object.fromEntries(expected));
  });
});
