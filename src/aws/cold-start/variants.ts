import { join } from 'node:path';
import { runCommand } from '../../build/build.ts';
import type { Launch } from '../../emulator/types.ts';
import { UserError } from '../../errors.ts';
import { filesBelow, statIfThere } from '../../files/look.ts';
import { removeFolder } from '../../files/write.ts';
import { defaultArchitecture, hostArchitecture } from '../../platform/architectures.ts';
import { variantsFolder } from '../../platform/outputs.ts';
import { programName } from '../../platform/runtimes.ts';
import { projectFile, type Settings } from '../../project/settings.ts';

/** How a project is compiled: at run time, ahead of time with the JIT at hand, or natively. */
export type Variant = 'jit' | 'r2r' | 'aot';

/** jit and r2r carry the runtime along, as they must on provided.al2023. */
const properties: Record<Variant, readonly string[]> = {
  jit: ['-p:PublishAot=false', '-p:PublishReadyToRun=false', '--self-contained'],
  r2r: ['-p:PublishAot=false', '-p:PublishReadyToRun=true', '--self-contained'],
  aot: [],
};

/** A variant that is ready to be started. */
export interface Built {
  readonly label: Variant;
  readonly launch: Launch;
  /** All files together, in bytes: what would be in the zip. */
  readonly size: number;
}

const systems: Partial<Record<NodeJS.Platform, string>> = { darwin: 'osx', win32: 'win' };

/** .NET's runtime identifier of this machine, since it is here that the variants are to run. */
const hostRid = () => `${systems[process.platform] ?? 'linux'}-${process.arch === 'arm64' ? 'arm64' : 'x64'}`;

async function publish(
  folder: string,
  settings: Pick<Settings, 'project' | 'namespace'>,
  variant: Variant,
  into: string,
  signal: AbortSignal,
): Promise<void> {
  const args = [
    'publish',
    projectFile(settings),
    '--nologo',
    '--configuration',
    'Release',
    '--runtime',
    hostRid(),
    // The project's own obj and bin stay as they are.
    '--artifacts-path',
    join(into, 'artifacts'),
    '--output',
    join(into, 'publish'),
    ...properties[variant],
  ];
  const { ok, errors } = await runCommand(folder, { program: 'dotnet', args }, signal);
  if (!ok) throw new UserError(`The ${variant} build failed: ${errors.join(' ')}`);
}

/** The runtime's files that are no part of a deployment: debug symbols. */
const isSymbols = (file: string) => /\.(dbg|pdb)$/.test(file);

async function sizeOf(folder: string): Promise<number> {
  const files = (await filesBelow(folder)).filter((file) => !isSymbols(file));
  const sizes = await Promise.all(
    files.map(async (file) => (await statIfThere(join(folder, file)))?.size ?? 0),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * Publishes a project in one variant for this machine, below `variantsFolder`.
 * @throws UserError with the compiler's complaints when it fails; AbortError.
 */
export async function buildVariant(
  folder: string,
  settings: Pick<Settings, 'project' | 'namespace'>,
  variant: Variant,
  signal: AbortSignal,
): Promise<Built> {
  const place = `${variantsFolder}/${variant}`;
  const into = join(folder, place);
  const output = join(into, 'publish');
  await removeFolder(folder, `${place}/publish`);
  await publish(folder, settings, variant, into, signal);
  const native = { architecture: hostArchitecture() ?? defaultArchitecture } as const;
  return {
    label: variant,
    launch: {
      command: join(output, process.platform === 'win32' ? `${programName}.exe` : programName),
      args: [],
      folder: output,
      ...(variant === 'aot' ? native : { ...native, limitsMemory: false }),
    },
    size: await sizeOf(output),
  };
}
