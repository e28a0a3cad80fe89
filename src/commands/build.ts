import { defaultZigGlibc, oldestGlibc } from '../platform/glibc.ts';
import { imageTagProblem } from '../platform/image-uri.ts';
import { compareVersions } from '../platform/versions.ts';
import { architectureChoices } from './choices.ts';
import type { Command } from './command.ts';

function glibcProblem(value: string): string | undefined {
  const isOne = /^2\.\d{1,3}$/.test(value) && compareVersions(value, oldestGlibc) >= 0;
  return isOne
    ? undefined
    : `"${value}" is not a release of glibc from ${oldestGlibc} on, such as ${defaultZigGlibc}.`;
}

/** Docker reads the setting of a secret as a line of comma-separated values. */
const secretFileProblem = (value: string): string | undefined =>
  /[,"]/.test(value)
    ? `"${value}" has a comma or a quote, which Docker takes for its own; rename it.`
    : undefined;

const buildArgProblem = (value: string): string | undefined =>
  /^\w+=/.test(value) ? undefined : `"${value}" is not NAME=VALUE.`;

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
    {
      name: 'image',
      type: 'boolean',
      description: 'make a container image of it too, with Docker, for "deploy --image"',
    },
    {
      name: 'tag',
      type: 'text',
      placeholder: 'NAME[:TAG]',
      description: 'with --image: what the image is called (PROJECT:latest)',
      validate: imageTagProblem,
    },
    {
      name: 'nuget-config',
      type: 'text',
      placeholder: 'FILE',
      description: 'with --docker: NuGet.Config with the credentials of private feeds; in no layer',
      validate: secretFileProblem,
    },
    {
      name: 'build-arg',
      type: 'texts',
      placeholder: 'NAME=VALUE',
      description: 'with --docker: argument of Dockerfile.al2, such as SDK_IMAGE=…@sha256:…; can be repeated',
      validate: buildArgProblem,
    },
    { name: 'dry-run', type: 'boolean', description: 'print the commands, run none' },
  ],
  examples: [
    'lambda-nativeaot build',
    'lambda-nativeaot build --zig --architecture arm64',
    'lambda-nativeaot build --image --tag hello-native:1',
    'lambda-nativeaot build --dry-run',
  ],
} as const satisfies Command;
