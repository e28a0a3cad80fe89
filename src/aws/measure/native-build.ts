import { dirname, join } from 'node:path';
import { sourceNewerThanFile } from '../../dotnet/newer-source.ts';
import { canRun } from '../../emulator/bootstrap.ts';
import { buildProject } from '../../emulator/build.ts';
import { emulatedFunctions } from '../../emulator/project.ts';
import type { EmulatedFunction, Launch } from '../../emulator/types.ts';
import { UserError } from '../../errors.ts';
import { statIfThere } from '../../files/look.ts';
import { publishedProgram } from '../../platform/outputs.ts';
import type { FunctionSettings, Settings } from '../../project/settings.ts';
import { during, type Output } from '../../ui/output.ts';
import { seconds } from '../../ui/status-line.ts';

/** A build with its progress: the time on a terminal, a line elsewhere; in both what it took. */
export async function building<T>(output: Output, variant: string, build: () => Promise<T>): Promise<T> {
  const text = `Building ${variant}`;
  if (output.status === undefined) output.note(`${text}…`);
  const begun = performance.now();
  const built = await during(output.status, text, build);
  output.note(`Built ${variant} in ${seconds(performance.now() - begun)}.`);
  return built;
}

/** One function of a project as the emulator runs it from a build. */
export const emulatedFunction = (
  settings: Settings,
  fn: FunctionSettings,
  launch: Launch,
): EmulatedFunction => emulatedFunctions({ ...settings, functions: [fn] }, launch, {})[0] as EmulatedFunction;

/** What is to be built, and where that is said. */
export interface NativeProject {
  readonly folder: string;
  readonly settings: Settings;
  readonly output: Output;
}

/**
 * The project's own native build, made when it is missing; it is said when a source is newer.
 * @param otherwise what to do on a machine that cannot run it, as the end of a sentence.
 * @throws UserError when it cannot be built or run here.
 */
export async function nativeBuild(
  { folder, settings, output }: NativeProject,
  signal: AbortSignal,
  otherwise: string,
): Promise<{ launch: Launch; size: number }> {
  const { architecture } = settings;
  if (!canRun(architecture)) {
    throw new UserError(
      `The functions are for ${architecture} on Linux, which this machine does not run; ${otherwise}.`,
    );
  }
  const command = join(folder, publishedProgram);
  const sizeOf = async () => (await statIfThere(command))?.size;
  let size = await sizeOf();
  if (size === undefined) {
    await building(output, 'aot', async () => {
      const { ok, errors } = await buildProject(folder, settings, 'native', signal);
      if (!ok) throw new UserError(`The build failed: ${errors.join(' ')}`);
    });
    size = await sizeOf();
  } else {
    const newer = await sourceNewerThanFile(command, folder, settings);
    if (newer)
      output.note(`warning: ${newer} is newer than ${command}; "lambda-nativeaot build" rebuilds it.`);
  }
  return { launch: { command, args: [], folder: dirname(command), architecture }, size: size as number };
}
