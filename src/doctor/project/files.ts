import { error, ok, warning } from '../../artifact/finding.ts';
import { lambdaLimits } from '../../platform/limits.ts';
import { makefileDifferences } from '../../project/makefile.ts';
import { projectFile, settingsFile } from '../../project/settings.ts';
import { inAllStages } from '../../project/stages.ts';
import { unknownFix, unknownProblem } from '../../project/unknown-settings.ts';
import { environmentBytes } from '../../settings/variables.ts';
import type { Check } from '../check.ts';
import type { ProjectFacts, TextFile } from './facts.ts';
import type { Fix } from './fixes.ts';

/** Files that a Unix tool reads line by line, and that have Windows' line ends. */
const withCrLf = ({ makefile, copies }: ProjectFacts) =>
  [makefile, ...copies].filter((file): file is TextFile => file?.text?.includes('\r\n') === true);

/** The files that the Makefile works with and that are not there. */
const missingCopies = ({ makefile, copies }: ProjectFacts) =>
  copies.filter(({ path, text }) => text === undefined && makefile?.text.includes(path));

/** Usual names of secret values; the address of a secret is not secret itself. */
const secretName =
  /(SECRET|PASSWORD|PASSWD|PASSPHRASE|TOKEN(?!S)|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY)(?!.*_(ARN|NAME|ID|URL|PATH)$)/i;

export const fileChecks: readonly Check[] = [
  {
    id: 'settings',
    title: 'Settings',
    run({ project }) {
      if (project === undefined) return undefined;
      const problems = project.unknownSettings.map(unknownProblem);
      if (problems.length === 0) return ok(`Every setting in ${settingsFile} is known.`);
      return error(
        problems.join(' '),
        'It would not take effect, so "deploy" refuses the function.',
        unknownFix,
      );
    },
  },
  {
    id: 'project-file',
    title: 'Project file',
    run({ project }) {
      if (project === undefined) return undefined;
      if (project.problem === undefined) return ok(`${projectFile(project.settings)}.`);
      return error(
        project.problem,
        'Build, "local" and "add-function" go by it.',
        `Fix it, or name the project file as "project" in ${settingsFile}.`,
      );
    },
  },
  {
    id: 'makefile',
    title: 'Makefile',
    run({ project }) {
      if (project === undefined) return undefined;
      const { makefile, settings } = project;
      if (makefile === undefined) {
        return warning(
          'There is no Makefile.',
          'Build, package and deployment are its targets.',
          `Write one with "lambda-nativeaot new" in an empty folder and copy it, or restore it from git.`,
        );
      }
      const wrong = makefileDifferences(makefile.text, settings).filter(
        ({ variable }) => variable === 'NAME' || variable === 'PROJECT',
      );
      if (wrong.length === 0) return ok('It builds this project.');
      const list = wrong.map(({ variable, found, wanted }) => `${variable} is ${found} instead of ${wanted}`);
      return error(
        `In the Makefile ${list.join(', ')}.`,
        '"lambda-nativeaot build" builds one thing, and "deploy" and "local" look for another.',
        `Make the Makefile and ${settingsFile} say the same.`,
      );
    },
  },
  {
    id: 'line-ends',
    title: 'Line ends',
    run({ project }) {
      if (project?.makefile === undefined) return undefined;
      const wrong = withCrLf(project);
      if (wrong.length === 0) return ok('LF where tools of Unix read.');
      return error(
        `${wrong.map(({ path }) => path).join(' and ')}: lines end in CR LF.`,
        'make and the shells take the CR for a part of the last word.',
        'Save with LF, and put "* text=auto eol=lf" into .gitattributes.',
      );
    },
    fix: ({ project }) =>
      (project ? withCrLf(project) : []).map(({ path, text }) => ({
        kind: 'file',
        path,
        before: text,
        edits: [{ start: 0, end: text.length, text: text.replaceAll('\r\n', '\n') }],
      })),
  },
  {
    id: 'build-files',
    title: 'Build files',
    run({ project }) {
      if (project?.makefile === undefined) return undefined;
      const missing = missingCopies(project);
      const there = project.copies.filter(({ text }) => text !== undefined);
      if (missing.length > 0) {
        return warning(
          `There is no ${missing.map(({ path }) => path).join(' and no ')}.`,
          missing.map(({ purpose }) => purpose).join(' '),
          'Restore it: every project has the same one.',
        );
      }
      return there.length === 0 ? undefined : ok(`${there.map(({ path }) => path).join(', ')}.`);
    },
    fix: ({ project }) => {
      if (project === undefined) return [];
      return missingCopies(project).flatMap(({ path, template }): Fix[] =>
        template === undefined
          ? []
          : [
              {
                kind: 'file',
                path,
                before: undefined,
                edits: [{ start: 0, end: 0, text: template }],
              },
            ],
      );
    },
  },
  {
    id: 'events',
    title: 'Sample events',
    run({ project }) {
      if (project === undefined || project.events.length === 0) return undefined;
      const wrong = project.events.filter(({ problem }) => problem !== undefined);
      if (wrong.length === 0) return ok(`${project.events.map(({ path }) => path).join(', ')}.`);
      return warning(
        `${wrong.map(({ path, problem }) => `${path} ${problem}`).join('; ')}.`,
        `"invoke" sends it to ${wrong.flatMap(({ functions }) => functions).join(', ')}.`,
        `Write the event, or change "event" in ${settingsFile}.`,
      );
    },
  },
  {
    id: 'function-names',
    title: 'Function names',
    run({ project }) {
      if (project === undefined) return undefined;
      const names = project.settings.functions.map(({ name }) => name);
      const twice = [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
      if (twice.length === 0) return ok(`${names.join(', ')}.`);
      return error(
        `Several functions are named ${twice.join(', ')}.`,
        'On Lambda the last one would take the place of the others.',
        `Give each a name of its own in ${settingsFile}.`,
      );
    },
  },
  {
    id: 'environment',
    title: 'Environment',
    run({ project }) {
      const all = project === undefined ? [] : inAllStages(project.settings);
      const functions = all.filter(({ environment }) => environment);
      if (functions.length === 0) return undefined;
      const large = functions.filter(
        ({ environment = {} }) => environmentBytes(environment) > lambdaLimits.environment,
      );
      if (large.length > 0) {
        return error(
          `The environment of ${large.map(({ name }) => name).join(', ')} has more than ${lambdaLimits.environment} bytes.`,
          'Lambda refuses it.',
          'Keep what is long in Parameter Store, S3 or the zip.',
        );
      }
      const names = functions.flatMap(({ environment = {} }) => Object.keys(environment));
      const secrets = [...new Set(names.filter((name) => secretName.test(name)))];
      if (secrets.length === 0) return ok(`${[...new Set(names)].join(', ')}.`);
      return warning(
        `${settingsFile} has a value for ${secrets.join(', ')}.`,
        'That file is committed; a secret does not belong there.',
        'Keep it in Secrets Manager or Parameter Store and read it at start, or give it with "deploy --env".',
      );
    },
  },
  {
    id: 'unreadable',
    title: 'Other files',
    run({ project }) {
      const [first] = project?.unreadable ?? [];
      if (first === undefined) return undefined;
      return warning(first, 'What it says could not be compared with the settings.', 'Fix the file.');
    },
  },
];
