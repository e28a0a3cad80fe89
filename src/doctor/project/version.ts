import { info, ok, warning } from '../../artifact/finding.ts';
import { packageName, packageVersion } from '../../package.ts';
import { standing } from '../../update/versions.ts';
import type { Check } from '../check.ts';

export const versionChecks: readonly Check[] = [
  {
    id: 'templates',
    title: 'Templates',
    run({ project }) {
      if (project === undefined) return undefined;
      const { version, functions, project: inPlace } = project.settings;
      // A converted project has no templates that it could be compared with.
      if (functions[0]?.sample === undefined || inPlace !== undefined) return undefined;
      const running = packageVersion();
      switch (standing(version, running)) {
        case 'current':
          return ok(`Those of this version, ${running}.`);
        case 'behind':
          return info(
            `Written by ${version}, this is ${running}: "lambda-nativeaot update" brings what has changed, your edits stay.`,
          );
        case 'ahead':
          return warning(
            `Written by ${version}, this is ${running}.`,
            'An older tool does not know what a newer one has written.',
            `Run: npm install --global ${packageName}@${version}`,
          );
        default:
          return undefined;
      }
    },
  },
];
