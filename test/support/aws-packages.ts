import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../../src/package.ts';
import { dotnetEnvironment } from './dotnet.ts';

/** AWS's packages as this machine's NuGet gives them, or stand-ins with the same public surface. */
export interface AwsPackages {
  /** Why there are stand-ins, or undefined where the real packages restored. */
  readonly standIns: string | undefined;
  /** Goes to dotnet build, publish and restore. */
  readonly arguments: readonly string[];
  /** A packages folder of its own: a stand-in must never be taken for the real package elsewhere. */
  readonly environment: Record<string, string>;
}

const folder = join(packageRoot(), 'test', 'support', 'aws-stand-ins');
const cache = join(packageRoot(), 'node_modules', '.cache', 'aws-packages');

async function sources(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[\\/](bin|obj)[\\/]/.test(relative(folder, path)))
    .sort();
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const path of await sources()) hash.update(relative(folder, path)).update(readFileSync(path));
  return hash.digest('hex').slice(0, 16);
}

/** Whether NuGet here has the packages that a project of ours asks for. */
async function restoresForReal(scratch: string): Promise<boolean> {
  const project = join(scratch, 'probe', 'probe.csproj');
  await mkdir(join(scratch, 'probe'), { recursive: true });
  const references = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const text = readFileSync(join(folder, name, `${name}.csproj`), 'utf8');
      return `<PackageReference Include="${name}" Version="${/<Version>(.*)<\/Version>/.exec(text)?.[1]}" />`;
    });
  await writeFile(
    project,
    `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
<ItemGroup>${references.join('')}</ItemGroup></Project>`,
  );
  const { failed } = await execa('dotnet', ['restore', project], {
    env: { ...dotnetEnvironment, NUGET_PACKAGES: join(scratch, 'probe', 'packages') },
    reject: false,
  });
  return !failed;
}

async function prepare(target: string): Promise<void> {
  const scratch = `${target}.${process.pid}`;
  await mkdir(scratch, { recursive: true });
  try {
    if (await restoresForReal(scratch)) {
      await writeFile(join(scratch, 'real'), '');
    } else {
      const source = join(scratch, 'source');
      for (const path of await sources()) await cp(path, join(source, relative(folder, path)));
      // One pack of a solution: a start of dotnet for each package takes far longer than the packages do.
      const projects = (await sources()).filter((path) => path.endsWith('.csproj'));
      const lines = projects.map((path) => `<Project Path="${relative(folder, path)}" />`);
      const solution = join(source, 'all.slnx');
      await writeFile(solution, `<Solution>${lines.join('')}</Solution>`);
      await execa('dotnet', ['pack', solution, '--nologo', '--output', join(scratch, 'feed')], {
        env: dotnetEnvironment,
      });
    }
    await rename(scratch, target);
  } catch (error) {
    await rm(scratch, { recursive: true, force: true });
    // Another test file was faster: its result is as good.
    if (!existsSync(target)) throw error;
  }
}

/** Prepares the packages once for all tests. */
export async function awsPackages(): Promise<AwsPackages> {
  const target = join(cache, await fingerprint());
  if (!existsSync(target)) await prepare(target);
  if (existsSync(join(target, 'real'))) return { standIns: undefined, arguments: [], environment: {} };
  const userPackages = process.env.NUGET_PACKAGES ?? join(homedir(), '.nuget', 'packages');
  return {
    standIns: 'NuGet has no Amazon.Lambda.* packages here',
    arguments: [
      `-p:RestoreAdditionalProjectSources=${join(target, 'feed')}`,
      `-p:RestoreFallbackFolders=${userPackages}`,
    ],
    environment: { NUGET_PACKAGES: join(target, 'packages') },
  };
}
