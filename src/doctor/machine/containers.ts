import { info, ok } from '../../artifact/finding.ts';
import type { Check } from '../check.ts';
import {
  architectureOf,
  dockerRuns,
  has,
  linksHere,
  missing,
  optional,
  problemOf,
  textOf,
} from '../needs.ts';
import { install } from './install.ts';

const systems: Partial<Record<NodeJS.Platform, string>> = { darwin: 'macOS', win32: 'Windows' };
const systemName = (platform: NodeJS.Platform) => systems[platform] ?? platform;

export const containerChecks: readonly Check[] = [
  {
    id: 'docker',
    title: 'Docker',
    run(facts) {
      const { tools, daemon, platform } = facts.machine;
      if (dockerRuns(facts)) return ok(`The daemon is ${textOf(daemon)}.`);
      const purpose = '"lambda-nativeaot build --docker"';
      const problem = problemOf(daemon) ?? 'the daemon gives no version';
      const state =
        tools.docker === undefined
          ? 'Docker is not installed.'
          : `Docker's daemon does not answer: ${problem}`;
      if (!linksHere(facts) && !has(facts, 'zig')) {
        return missing(
          facts,
          state,
          `.NET does not link programs for Linux on ${systemName(platform)}; zig does, or "lambda-nativeaot build --docker" in a container.`,
          tools.docker === undefined
            ? 'Install zig: https://ziglang.org/download, or Docker: https://docs.docker.com/get-started/get-docker'
            : 'Install zig: https://ziglang.org/download, or start Docker.',
        );
      }
      return tools.docker === undefined
        ? optional('Docker', purpose)
        : info(`${state} Only ${purpose} needs it.`);
    },
  },
  {
    id: 'emulation',
    title: 'Running the build',
    run(facts) {
      const { machine, project } = facts;
      const architecture = architectureOf(facts);
      if (!project) return undefined;
      if (machine.platform !== 'linux') {
        return info(
          `A native function is a program for Linux and does not start on ${systemName(machine.platform)}; "local" and "invoke" run it with --jit.`,
        );
      }
      if (machine.architecture === architecture) return undefined;
      if (machine.runs.includes(architecture)) return ok(`qemu starts ${architecture} programs.`);
      return info(
        `Programs for ${architecture} do not start here; "local" runs them with --jit, or natively after this. ${install(machine, 'qemu')}`,
      );
    },
  },
];
