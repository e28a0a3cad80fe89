import { error, info, ok, warning } from '../../artifact/finding.ts';
import { compareVersions } from '../../platform/versions.ts';
import type { Check } from '../check.ts';
import { linksHere, optional } from '../needs.ts';

const gigabyte = 1024 ** 3;
/** What ilc takes of a large project. */
const plenty = 8;
/** Below this, small projects are killed too. */
const little = 2;

const gigabytes = (bytes: number) => `${(bytes / gigabyte).toFixed(1)} GB`;

/** The releases of Node that this package runs on (its package.json says the same). */
export const nodeReleases: readonly { readonly from: string; readonly below?: string }[] = [
  { from: '20.17.0', below: '21.0.0' },
  { from: '22.9.0' },
];

const isSupported = (version: string) =>
  nodeReleases.some(
    ({ from, below }) =>
      compareVersions(version, from) >= 0 && (below === undefined || compareVersions(version, below) < 0),
  );

export const surroundingChecks: readonly Check[] = [
  {
    id: 'memory',
    title: 'Memory',
    run(facts) {
      const { memory } = facts.machine;
      if (!linksHere(facts)) return undefined;
      if (memory >= plenty * gigabyte) return ok(`${gigabytes(memory)}.`);
      const what = `${gigabytes(memory)} here; the native compiler takes up to ${plenty} GB for large projects.`;
      if (memory >= little * gigabyte) return info(what);
      return warning(
        what,
        'A build that runs out of memory is killed: "exited with code 137".',
        'Give the machine or the container more memory, or set IlcSingleThreaded to true in the project file.',
      );
    },
  },
  {
    id: 'path',
    title: 'PATH',
    run({ machine }) {
      const { refusedPaths } = machine;
      if (refusedPaths.length === 0) return undefined;
      return info(
        `Programs in ${refusedPaths.join(', ')} are ignored: that part of PATH is in the current project, or is relative.`,
      );
    },
  },
  {
    id: 'node',
    title: 'Node',
    run({ machine, today }) {
      const { node } = machine;
      if (!isSupported(node)) {
        return error(
          `This is Node ${node}.`,
          'lambda-nativeaot is tested on Node 20.17 and newer of 20, and on 22.9 and newer.',
          'Install a current Node: https://nodejs.org',
        );
      }
      const isOld = node.startsWith('20.') && today >= '2026-04-30';
      return isOld
        ? info(`${node}: its support ended on 2026-04-30, and AWS's SDK asks for 22 from 2027 on.`)
        : ok(`${node}.`);
    },
  },
  {
    id: 'aws-credentials',
    title: 'AWS credentials',
    run({ machine }) {
      const { source, profile, profileIsMissing, region } = machine.aws;
      if (profileIsMissing) {
        return warning(
          `AWS_PROFILE is "${profile}", and no such profile is in ~/.aws.`,
          '"deploy" and the AWS CLI refuse it.',
          `Make it with "aws configure --profile ${profile}", or unset AWS_PROFILE.`,
        );
      }
      if (source === undefined)
        return info('None in the environment or in ~/.aws; only what works on AWS needs them.');
      if (region !== undefined) return ok(`From ${source}, region ${region}.`);
      return warning(
        `From ${source}, without a region.`,
        '"deploy" does not know where to.',
        'Set AWS_REGION, or put a region into ~/.aws/config with "aws configure".',
      );
    },
  },
  {
    id: 'aws-cli',
    title: 'AWS CLI',
    run: ({ machine }) => (machine.tools.aws ? ok('There.') : optional('the AWS CLI', '"make deploy"')),
  },
];
