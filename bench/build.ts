import { createWriteStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { arch } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ExecaError, execa } from 'execa';
import yazl from 'yazl';
import { writeTree } from '../src/files/write.ts';
import { settingsOf } from '../src/project/answers.ts';
import { renderProject } from '../src/project/render.ts';
import type { Sample } from '../src/samples/sample.ts';
import type { Contestant } from './contestants.ts';

const quietDotnet = {
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  DOTNET_NOLOGO: '1',
  MSBUILDDISABLENODEREUSE: '1',
} as const;

/** What a function logs is no part of a measurement, and standard output belongs to the harness. */
export const quietLog = { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'FATAL' } as const;

/** Whether a sample needs a service of AWS's to answer. */
export const callsAws = ({ packages = [] }: Sample): boolean =>
  packages.some(({ id }) => id.startsWith('AWSSDK.'));

/** A contestant that can be started. */
export interface Built {
  readonly contestant: Contestant;
  readonly command: readonly string[];
  /** Of the executable, in bytes. */
  readonly binaryBytes: number;
  /** Of what would be uploaded, in bytes. */
  readonly zipBytes: number;
}

/** Why a contestant could not be built, in one line. */
export interface NotBuilt {
  readonly contestant: Contestant;
  readonly reason: string;
}

/** Compiles a C program with the optimisation that everybody uses. */
export async function compileC(source: string, output: string): Promise<void> {
  await execa('cc', ['-O2', '-s', '-o', output, source]);
}

/** Writes a sample as a new project and makes targets of its Makefile there. */
export async function makeSample({ id }: Sample, project: string, targets: readonly string[]): Promise<void> {
  const architecture = arch() === 'arm64' ? 'arm64' : 'x86_64';
  const chosen = {
    framework: 'net10.0',
    architecture,
    runtime: 'provided.al2023',
    library: 'builtin',
  } as const;
  await writeTree(project, renderProject(settingsOf('bench', { ...chosen, sample: id, with: [] }, '0.0.0')));
  for (const target of targets) await execa('make', [target], { cwd: project, env: quietDotnet });
}

/** Builds a contestant into a folder of its own below the one given. An optional one may fail. */
export async function build(contestant: Contestant, below: string): Promise<Built | NotBuilt> {
  const folder = join(below, contestant.id);
  await mkdir(folder, { recursive: true });
  try {
    if (contestant.publish) {
      await publish(contestant, folder, contestant.publish);
    } else {
      await compileC(contestant.source, join(folder, 'bootstrap'));
    }
  } catch (error) {
    if (contestant.optional && error instanceof ExecaError) {
      return { contestant, reason: firstError(`${error.stdout}`) };
    }
    throw error;
  }
  const command = contestant.command(folder);
  const files = contestant.wholeFolder ? await shippedFiles(folder) : [join(folder, 'bootstrap')];
  return {
    contestant,
    command,
    binaryBytes: (await stat(join(folder, contestant.id === 'jit' ? 'bootstrap.dll' : 'bootstrap'))).size,
    zipBytes: await zip(files, join(below, `${contestant.id}.zip`)),
  };
}

async function publish(contestant: Contestant, folder: string, options: readonly string[]): Promise<void> {
  // One project is published in several ways: each needs its own intermediate folder.
  const intermediate = join(folder, '..', `obj-${contestant.id}`, '/');
  await execa(
    'dotnet',
    [
      'publish',
      join(contestant.source, `${basename(contestant.source)}.csproj`),
      '-c',
      'Release',
      '--use-current-runtime',
      '-nodeReuse:false',
      `-p:BaseIntermediateOutputPath=${intermediate}`,
      `-p:BaseOutputPath=${join(intermediate, 'bin', '/')}`,
      '-o',
      folder,
      ...options,
    ],
    { env: quietDotnet },
  );
}

/** What of a published folder is uploaded: all but debug symbols. */
async function shippedFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => !/\.(pdb|dbg)$/.test(name)).map((name) => join(folder, name));
}

async function zip(files: readonly string[], output: string): Promise<number> {
  const archive = new yazl.ZipFile();
  for (const file of files) {
    archive.addFile(file, basename(file), { compressionLevel: 9 });
  }
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(output));
  return (await stat(output)).size;
}

function firstError(output: string): string {
  const line = output.split('\n').find((text) => /error [A-Z]+\d+/.test(text)) ?? 'dotnet publish failed';
  return line
    .replace(/^.*?(error [A-Z]+\d+)/, '$1')
    .replace(/\[[^\]]*\]\s*$/, '')
    .trim();
}
