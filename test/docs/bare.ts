import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { linkProgram } from '../support/bare-path.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';

/*
 * The machine of a newcomer: a home without settings, and no programs but those that the pages ask for. What works here works
 * on a container image with these packages; a tool that a page uses and does not name is "command not found".
 */

/** What the README asks for, with what these programs call themselves: gcc runs binutils', npm runs Node and sh. */
const documented = {
  Node: [process.execPath, 'npm', 'npx'],
  'the .NET SDK': ['dotnet'],
  gcc: ['gcc', 'cc', 'as', 'ld', 'ld.bfd', 'objcopy', 'strip', 'ar', 'nm', 'objdump', 'readelf'],
  git: ['git'],
  // A shell and the programs that every system has with it.
  'a shell': [
    'bash',
    'sh',
    'cat',
    'chmod',
    'cp',
    'dirname',
    'basename',
    'env',
    'grep',
    'ln',
    'ls',
    'mkdir',
    'mv',
  ],
  'its programs': ['pwd', 'readlink', 'rm', 'sed', 'sleep', 'sort', 'tail', 'touch', 'tr', 'uname', 'which'],
  // docs/getting-started.md and the pages after it.
  'what the pages name': ['curl', 'make', 'zip'],
} as const;

/** Links programs of this machine into a folder; those that it does not have are left out. */
export async function linkPrograms(folder: string, programs: readonly string[]): Promise<void> {
  for (const program of programs) {
    if (!existsSync(join(folder, basename(program)))) await linkProgram(folder, program);
  }
}

/**
 * Makes the folder of programs and the home below `tools`.
 * @returns the environment, without anything of this machine's but the registries that it is set up for, and what was
 * downloaded from them.
 */
export async function bareMachine(tools: string): Promise<Record<string, string>> {
  const programs = join(tools, 'bin');
  const home = join(tools, 'home');
  await mkdir(programs);
  await mkdir(home);
  await linkPrograms(programs, Object.values(documented).flat());
  const nuget = join('.nuget', 'NuGet', 'NuGet.Config');
  if (existsSync(join(homedir(), nuget))) {
    await mkdir(dirname(join(home, nuget)), { recursive: true });
    await cp(join(homedir(), nuget), join(home, nuget));
  }
  return {
    ...dotnetEnvironment,
    HOME: home,
    LANG: 'C.UTF-8',
    PATH: programs,
    NUGET_PACKAGES: process.env.NUGET_PACKAGES ?? join(homedir(), '.nuget', 'packages'),
    npm_config_cache: process.env.npm_config_cache ?? join(homedir(), '.npm'),
    npm_config_userconfig: process.env.npm_config_userconfig ?? join(homedir(), '.npmrc'),
    npm_config_prefer_offline: 'true',
  };
}
