import { UsageError, UserError } from '../errors.ts';
import { writeTree } from '../files/write.ts';
import { architectureFacts } from '../platform/architectures.ts';
import { imageDockerfile, zipFolder } from '../platform/outputs.ts';
import { programName, runtimeFacts } from '../platform/runtimes.ts';
import { findProgram } from '../processes/find-program.ts';
import { run } from '../processes/run.ts';
import { imageName } from '../project/names.ts';
import type { Settings } from '../project/settings.ts';
import { type BuildCommand, dockerArguments } from './commands.ts';
import type { Link } from './link.ts';

/** A container image of what was built, for Lambda. */

export type ImageSettings = Pick<Settings, 'name' | 'architecture' | 'runtime' | 'framework' | 'functions'>;

/** What an image is made of and what it is called. */
export interface ImagePlan {
  readonly tag: string;
  /** Docker's name of the processor. */
  readonly platform: string;
  /** The text of the Dockerfile; undefined where the project's own Dockerfile.al2 makes the image. */
  readonly dockerfile?: string;
  readonly command: BuildCommand;
}

const json = (words: readonly string[]) => `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;

/**
 * The Dockerfile. AWS's image for custom runtimes starts /var/runtime/bootstrap and hands it the command as Lambda's
 * Handler setting (its lambda-entrypoint.sh). It runs nothing while it is built, so that no processor is emulated; and
 * it sets the modes, which Windows does not have.
 * @param files what the zip holds beside bootstrap: files and folders, relative to it.
 */
export function dockerfileOf({ runtime, functions }: ImageSettings, files: readonly string[]): string {
  const copies = files.map((name) => `COPY --chmod=0755 ${json([name, `/var/task/${name}`])}`);
  return [
    '# Written by "lambda-nativeaot build --image"; the next run replaces it.',
    `FROM ${runtimeFacts[runtime].image}`,
    `COPY --chmod=0755 ${programName} /var/runtime/bootstrap`,
    ...copies,
    '# The handler that it starts with unless the function has a command of its own.',
    `CMD ${json([functions[0]?.handler ?? ''])}`,
    '',
  ].join('\n');
}

/**
 * How an image is made. Lambda takes an image of one processor and no index, as buildx makes one for attestations.
 * Sources: AWS, "Create a Lambda function using a container image" (--platform, --provenance=false); Docker, "docker buildx
 * build".
 * @param files what the zip holds beside bootstrap.
 * @throws UsageError for a managed runtime, whose image is another.
 */
export function planImage(
  settings: ImageSettings,
  link: Link,
  files: readonly string[],
  given?: string,
): ImagePlan {
  const { name, runtime, architecture } = settings;
  const { image, isManaged } = runtimeFacts[runtime];
  if (isManaged) {
    throw new UsageError(
      `--image makes images for custom runtimes, and this project is for ${runtime}; set "runtime" to provided.al2023 in .yo-rc.json, or deploy the zip.`,
    );
  }
  const tag = given ?? `${imageName(name)}:latest`;
  const { platform } = architectureFacts[architecture];
  const common = ['--platform', platform, '--provenance=false', '--sbom=false', '--load', '--tag', tag];
  const buildx = (...args: readonly string[]): BuildCommand => ({
    program: 'docker',
    args: ['buildx', 'build', ...common, ...args],
  });
  if (link.method === 'docker') {
    const runImage = ['--build-arg', `RUN_IMAGE=${image}`];
    const own = ['--file', 'Dockerfile.al2', '--target', 'run', ...dockerArguments(settings, link.container)];
    return { tag, platform, command: buildx(...own, ...runImage, '.') };
  }
  return {
    tag,
    platform,
    dockerfile: dockerfileOf(settings, files),
    command: buildx('--file', imageDockerfile, zipFolder),
  };
}

/** Writes the Dockerfile of an image into the project. */
export async function writeDockerfile(folder: string, { dockerfile }: ImagePlan): Promise<void> {
  if (dockerfile !== undefined) await writeTree(folder, [{ path: imageDockerfile, contents: dockerfile }]);
}

/**
 * Looks for Docker and its buildx, before a compiler works for nothing.
 * @throws UserError with what to install.
 */
export async function requireBuildx(folder: string, signal?: AbortSignal): Promise<void> {
  const docker = await findProgram('docker', { folder });
  if (docker === undefined) {
    throw new UserError(
      'docker was not found, and --image makes the image with it; install Docker, or leave out --image and deploy the zip.',
    );
  }
  const { ok } = await run(docker, ['buildx', 'version'], { cwd: folder, timeoutMs: 30_000, signal });
  if (ok) return;
  throw new UserError(
    'docker has no buildx, with which --image makes the image; install it: https://docs.docker.com/go/buildx/',
  );
}
