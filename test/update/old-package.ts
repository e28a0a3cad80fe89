import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { expect } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { temporaryFolder } from '../support/folders.ts';

/** A version of this package that really is older: what "npm pack" packs of it, with other templates. */
export interface OldPackage {
  readonly folder: string;
  readonly version: string;
  /** The folder that it stands in, with room for more. */
  readonly scratch: string;
  /** Removes that folder. */
  dispose(): Promise<void>;
  /** Runs its bin; the run must succeed. */
  run(cwd: string, ...args: string[]): Promise<void>;
  /** Writes a project with its bin, and adds functions (handler and sample). */
  project(
    parent: string,
    name: string,
    flags?: readonly string[],
    added?: readonly (readonly [string, string])[],
  ): Promise<string>;
}

const version = '0.0.9';

/** Replaces a text that must be there. */
const replaced = (from: string, to: string) => (text: string) => {
  expect(text).toContain(from);
  return text.replace(from, to);
};

/** How the old templates differ: each kind of change that an update can bring. */
const older: readonly [path: string, change: ((text: string) => string) | undefined][] = [
  ['templates/project/Makefile.ejs', replaced('COUNT     := 10', 'COUNT     := 5')],
  ['templates/project/README.md.ejs', (text) => `${text}\nAn old last line.\n`],
  ['templates/runtime/Invocation.cs', (text) => `${text}// An old last line.\n`],
  ['templates/runtime/OldHelper.cs', () => 'namespace LambdaRuntime;\n\ninternal static class OldHelper;\n'],
  ['templates/runtime/PlainText.cs', undefined],
  [
    'templates/extras/terraform/infra/main.tf.ejs',
    replaced(
      '# Deploys the project with Terraform',
      '# An old first line.\n# Deploys the project with Terraform',
    ),
  ],
  [
    'templates/extras/cdk/infra/FunctionsStack.cs.ejs',
    replaced('/// <summary>The functions of', '/// <summary>Old: the functions of'),
  ],
  ['templates/extras/sam/samconfig.toml', () => 'version = 0.1\n'],
  [
    'templates/samples/sqs-batch/src/Functions/Payments.cs',
    replaced('public static class Payments', '// An old comment.\npublic static class Payments'),
  ],
  ['package.json', (text) => text.replace(/"version": "[^"]+"/, `"version": "${version}"`)],
];

/** Packs and unpacks this package as an older one. */
export async function oldPackage(): Promise<OldPackage> {
  const scratch = await mkdtemp(join(tmpdir(), 'lambda-nativeaot-'));
  const packed = await execa('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', scratch], {
    cwd: packageRoot(),
  });
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  await execa('tar', ['-xzf', filename], { cwd: scratch });
  for (const [path, change] of older) {
    const file = join(scratch, 'package', path);
    if (change === undefined) await rm(file);
    else await writeFile(file, change(await readFile(file, 'utf8').catch(() => '')));
  }
  return await packageIn(scratch, version);
}

/**
 * Version 0.1.0 as it was: its templates, and of its code what "new" and "add-function" load. "npm pack" of the commit
 * that has that version made it; it is here because a tarball of this repository has no history.
 */
export async function version010(): Promise<OldPackage> {
  const scratch = await mkdtemp(join(tmpdir(), 'lambda-nativeaot-'));
  const archive = join(packageRoot(), 'test', 'update', '0.1.0.tar.gz');
  await execa('tar', ['-xzf', archive], { cwd: scratch });
  return await packageIn(scratch, '0.1.0');
}

/** The package that was unpacked into a folder, with the packages that it needs. */
async function packageIn(scratch: string, version: string): Promise<OldPackage> {
  const folder = join(scratch, 'package');
  await symlink(join(packageRoot(), 'node_modules'), join(folder, 'node_modules'));
  const run = async (cwd: string, ...args: string[]) => {
    const bin = join(folder, 'dist', 'src', 'cli', 'bin.js');
    const { exitCode, stderr } = await execa(process.execPath, [bin, ...args], {
      cwd,
      stdin: 'ignore',
      reject: false,
    });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  };
  const project = async (
    parent: string,
    name: string,
    flags: readonly string[] = [],
    added: readonly (readonly [string, string])[] = [],
  ) => {
    await run(parent, 'new', name, '--yes', '--skip-git', ...flags);
    const made = join(parent, name);
    for (const [handler, sample] of added)
      await run(made, 'add-function', handler, '--sample', sample, '--yes');
    return made;
  };
  const dispose = () => rm(scratch, { recursive: true, force: true });
  return { folder, version, scratch, dispose, run, project };
}

/** A copy of a project to change, with the same name. */
export async function copyOf(project: string): Promise<string> {
  const target = join(await temporaryFolder(), basename(project));
  await cp(project, target, { recursive: true });
  return target;
}

/** Changes a file of a project. */
export async function edit(folder: string, path: string, change: (text: string) => string): Promise<void> {
  const file = join(folder, path);
  await writeFile(file, change(await readFile(file, 'utf8')));
}
