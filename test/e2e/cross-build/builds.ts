import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, type TestContext } from 'vitest';
import { readElf } from '../../../src/artifact/elf.ts';
import { checkArtifact } from '../../../src/artifact/gate.ts';
import { glibcFloor } from '../../../src/artifact/glibc.ts';
import type { Packaged } from '../../../src/build/package.ts';
import type { Architecture } from '../../../src/platform/architectures.ts';
import type { Runtime } from '../../../src/platform/runtimes.ts';
import { lambdaNativeaot } from '../../support/bin.ts';
import { debianSysroot } from '../../support/debian-sysroot.ts';
import { dotnetEnvironment } from '../../support/dotnet.ts';
import { answer, make, newProject } from '../../support/project.ts';
import { missingTools } from '../../support/tools.ts';
import { zig } from '../../support/zig.ts';

let folder: string;

/** Where the projects of this file are: its name has a space and an accent. */
export const workFolder = (): string => folder;

/** Makes that folder for the tests of a file, and removes it afterwards. */
export function inWorkFolder(): void {
  beforeAll(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'lambda-nativeaot-')), 'my pröjects');
    await mkdir(folder);
  });
  afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }));
}

const projects = new Map<string, Promise<string>>();

/** A project for a framework, made when it is first asked for. */
export function projectFor(framework: string): Promise<string> {
  const name = framework.replace('.', '-');
  const known = projects.get(name) ?? newProject(workFolder(), name, '--framework', framework);
  projects.set(name, known);
  return known;
}

export const zipOf = (project: string) => join(project, 'dist', `${basename(project)}.zip`);

/** Packages a project; the gate must have nothing against the zip. */
export async function build(
  project: string,
  { architecture = 'x86_64', runtime = 'provided.al2', ...options }: Options,
): Promise<string> {
  const args = ['package', `ARCH=${architecture}`, `RUNTIME=${runtime}`, ...(options.link ?? [])];
  const result = await make(project, args, options.environment);
  expect(result).toMatchObject({ exitCode: 0, all: expect.not.stringMatching(/\bwarning [A-Z]+\d+/) });
  const findings = await checkArtifact(zipOf(project), { architecture, runtime });
  expect(findings.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
  return result.all;
}

interface Options {
  readonly architecture?: Architecture;
  readonly runtime?: Runtime;
  /** Variables for make that say how to link. */
  readonly link?: readonly string[];
  readonly environment?: Record<string, string>;
}

/** The same with the command line; `flags` say how to link. */
export async function buildWithCli(
  project: string,
  architecture: Architecture,
  flags: readonly string[],
  environment: Record<string, string>,
): Promise<Packaged> {
  const args = ['build', '--json', '--architecture', architecture, ...flags];
  const { exitCode, stdout, stderr } = await lambdaNativeaot(project, args, {
    ...dotnetEnvironment,
    ...environment,
  });
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  const findings = await checkArtifact(zipOf(project), { architecture, runtime: 'provided.al2023' });
  expect(findings.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
  return JSON.parse(stdout) as Packaged;
}

export async function bootstrapOf(project: string) {
  return readElf(await readFile(join(project, 'dist', 'publish', 'bootstrap')));
}

/** The oldest glibc that a project's bootstrap runs with. */
export async function floorOf(project: string): Promise<string> {
  return glibcFloor((await bootstrapOf(project)).requirements).version ?? 'none';
}

export async function requireZig(context: TestContext): Promise<Record<string, string>> {
  const found = await zig();
  return found.environment ?? context.skip(found.reason);
}

export async function requireTools(context: TestContext, ...tools: string[]): Promise<void> {
  const missing = await missingTools(...tools);
  context.skip(missing !== undefined, missing);
}

/** What the bootstrap answers under qemu; it finds its C library among Debian's cross packages. */
export async function answerUnderQemu(context: TestContext, project: string): Promise<unknown> {
  await requireTools(context, 'qemu-aarch64-static');
  const { stdout: qemu } = await execa('which', ['qemu-aarch64-static']);
  return answer(project, 'Hello World', undefined, [qemu, '-L', '/usr/aarch64-linux-gnu']);
}

export async function requireSysroot(context: TestContext, architecture: Architecture): Promise<string> {
  const sysroot = await debianSysroot(architecture);
  return sysroot.folder ?? context.skip(sysroot.reason);
}
