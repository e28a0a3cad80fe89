import { defaultZigGlibc, oldestGlibc } from '../platform/glibc.ts';
import { compareVersions } from '../platform/versions.ts';
import { architectureChoices } from './choices.ts';
import type { Command } from './command.ts';

function glibcProblem(value: string): string | undefined {
  const isOne = /^2\.\d{1,3}$/.test(value) && compareVersions(value, oldestGlibc) >= 0;
  return isOne
    ? undefined
    : `"${value}" is no release of glibc from ${oldestGlibc} on, such as ${defaultZigGlibc}.`;
}

export const buildCommand = {
  name: 'build',
  generator: 'build',
  page: 'building.md',
  needsProject: true,
  summary: 'Makes the zip that goes to Lambda: compiles natively, links, strips, checks and packs.',
  options: [
    { name: 'architecture', type: 'choice', choices: architectureChoices, description: 'processor' },
    {
      name: 'zig',
      type: 'boolean',
      description: 'link with zig, on every system, for both processors and an older glibc',
    },
    {
      name: 'zig-glibc',
      type: 'text',
      placeholder: 'VERSION',
      description: `with --zig: the oldest glibc to run with (${defaultZigGlibc})`,
      validate: glibcProblem,
    },
    {
      name: 'sysroot',
      type: 'text',
      placeholder: 'DIR',
      description: 'link against the C library in DIR, a folder like the root of a Linux',
    },
    {
      name: 'static',
      type: 'boolean',
      description: 'link the C library in: runs on every Linux, but without OpenSSL and ICU',
    },
    { name: 'docker', type: 'boolean', description: 'build in a container, for Amazon Linux 2' },
    { name: 'dry-run', type: 'boolean', description: 'print the commands, run none' },
  ],
  examples: [
    'lambda-nativeaot build',
    'lambda-nativeaot build --zig --architecture arm64',
    'lambda-nativeaot build --dry-run',
  ],
} as const satisfies Command;
