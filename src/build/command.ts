import { resolve } from 'node:path';
import type { buildCommand } from '../commands/build.ts';
import type { FlagsOf } from '../commands/command.ts';
import { UsageError, UserError } from '../errors.ts';
import { isFile, realPath } from '../files/look.ts';
import { runtimeFacts } from '../platform/runtimes.ts';
import { asInterrupted, interruptible } from '../processes/interrupt.ts';
import { readSettings, type Settings } from '../project/settings.ts';
import { during, type Output } from '../ui/output.ts';
import { seconds } from '../ui/status-line.ts';
import { withCommas } from '../ui/wording.ts';
import { linkHere, runCommand } from './build.ts';
import { buildCommands, commandLine } from './commands.ts';
import { zippedFiles } from './contents.ts';
import { type ImagePlan, planImage, requireBuildx, writeDockerfile } from './image.ts';
import type { Link, LinkFlags } from './link.ts';
import { type Packaged, packageProject } from './package.ts';

/** What the work of `build` gets. */
export type BuildFlags = FlagsOf<typeof buildCommand>;

/** What was made, for people. */
function summary(
  { zip, zipSize, bootstrapSize, architecture, runtime, glibc }: Packaged,
  image: ImagePlan | undefined,
): string {
  const floor =
    glibc === null
      ? 'no C library'
      : `glibc ${glibc} or later; ${runtime} has ${runtimeFacts[runtime].glibc}`;
  const rows = [
    ['zip', `${zip}, ${withCommas(zipSize)} bytes`],
    ['bootstrap', `${withCommas(bootstrapSize)} bytes`],
    ['architecture', architecture],
    ['needs', floor],
    ...(image === undefined
      ? []
      : [
          ['image', `${image.tag}, ${image.platform}`],
          ['next', 'push it to Amazon ECR, then: lambda-nativeaot deploy --image URI'],
        ]),
  ];
  return rows.map(([name = '', text]) => `${name.padEnd(14)}${text}`).join('\n');
}

/** Says a step and what it took, on a terminal with the time that goes by. */
const steps =
  ({ status, note }: Said) =>
  async <T>(text: string, step: () => Promise<T>): Promise<T> => {
    if (status === undefined) note(`${text}…`);
    const begun = performance.now();
    const result = await during(status, text, step);
    note(`${text}: ${seconds(performance.now() - begun)}`);
    return result;
  };

type Said = Pick<Output, 'status' | 'note'>;

/** Chooses the way to link, and says it. @throws see `linkHere` */
async function chosenLink(
  folder: string,
  settings: Settings,
  flags: LinkFlags,
  { note }: Said,
): Promise<Link> {
  const link = await linkHere(folder, flags, settings);
  note(`Linking with ${link.why}`);
  return link;
}

/**
 * Makes the zip of a project, for the architecture and the runtime of the settings.
 * @param folder the project's, absolute and without links.
 * @throws UserError for what is missing on the machine or went wrong; exit code 3 when the check found it.
 */
export async function buildZip(
  folder: string,
  settings: Settings,
  flags: LinkFlags,
  output: Said,
): Promise<Packaged> {
  return packageWith(folder, settings, await chosenLink(folder, settings, flags, output), output);
}

const packageWith = (folder: string, settings: Settings, link: Link, output: Said): Promise<Packaged> =>
  asInterrupted(() =>
    interruptible((signal) =>
      packageProject({ folder, settings, link, signal, say: output.note, during: steps(output) }),
    ),
  );

/** An image as `--json` has it. */
const madeImage = ({ tag, platform }: ImagePlan) => ({ tag, platform });

/**
 * Makes the image of what was built.
 * @throws UserError with what Docker complained of.
 */
export async function makeImage(folder: string, image: ImagePlan, output: Said): Promise<void> {
  await writeDockerfile(folder, image);
  const { ok, errors } = await asInterrupted(() =>
    interruptible((signal) =>
      steps(output)('Making the image', () => runCommand(folder, image.command, signal)),
    ),
  );
  if (ok) return;
  for (const error of errors) output.note(error);
  throw new UserError('Docker did not make the image; its errors are above.');
}

/** @throws UserError for a NuGet.Config that is not there: Docker would build without it. */
async function nugetConfigOf(given: string | undefined): Promise<string | undefined> {
  if (given === undefined) return undefined;
  const path = resolve(given);
  if (!(await isFile(path))) throw new UserError(`--nuget-config: there is no file ${path}.`);
  return path;
}

/**
 * `build` as a whole.
 * @throws UserError, one line: see `buildZip`.
 */
export async function runBuild(given: string, flags: BuildFlags, output: Output): Promise<void> {
  const folder = await realPath(given);
  const read = await readSettings(folder);
  const settings = { ...read, architecture: flags.architecture ?? read.architecture };
  const linkFlags: LinkFlags = {
    zig: flags.zig,
    'zig-glibc': flags['zig-glibc'],
    sysroot: flags.sysroot === undefined ? undefined : resolve(flags.sysroot),
    static: flags.static,
    docker: flags.docker,
    'nuget-config': await nugetConfigOf(flags['nuget-config']),
    'build-arg': flags['build-arg'],
  };
  const { image: wantsImage, tag } = flags;
  if (tag !== undefined && !wantsImage) {
    throw new UsageError('--tag is the name of an image; give --image with it.');
  }
  const imageOf = async (link: Link) =>
    wantsImage ? planImage(settings, link, await zippedFiles(folder), tag) : undefined;
  if (flags['dry-run']) {
    const link = await chosenLink(folder, settings, linkFlags, output);
    const image = await imageOf(link);
    if (image?.dockerfile !== undefined) output.note(image.dockerfile.trimEnd());
    const own = image === undefined ? [] : [image.command];
    const commands = [...buildCommands(settings, link), ...own].map(commandLine);
    output.print(commands.join('\n'));
    output.json({
      method: link.method,
      why: link.why,
      commands,
      ...(image === undefined ? {} : { image: madeImage(image) }),
    });
    return;
  }
  const link = await chosenLink(folder, settings, linkFlags, output);
  const image = await imageOf(link);
  if (image !== undefined) await requireBuildx(folder);
  const made = await packageWith(folder, settings, link, output);
  if (image !== undefined) await makeImage(folder, image, output);
  const result = image === undefined ? made : { ...made, image: madeImage(image) };
  output.print(summary(made, image));
  output.json(result);
}
