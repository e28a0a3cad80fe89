import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TreeFile } from '../../src/files/tree.ts';
import { packageRoot } from '../../src/package.ts';
import { type Architecture, architectures, defaultArchitecture } from '../../src/platform/architectures.ts';
import {
  defaultFramework,
  type Framework,
  frameworks,
  needsNewerSdk,
} from '../../src/platform/frameworks.ts';
import { type Library, libraries } from '../../src/platform/options.ts';
import { defaultRuntime, type Runtime, runtimeFacts, runtimes } from '../../src/platform/runtimes.ts';
import { settingsOf } from '../../src/project/answers.ts';
import { renderProject } from '../../src/project/render.ts';
import { expectFolder } from '../support/snapshot-folder.ts';

// What `new` writes, as files to read in a review: for every combination of options the files that differ from the
// default project, which is examples/hello-native. `npm run snapshots` writes them again.

const version = '0.0.0';

function render(
  framework: Framework,
  architecture: Architecture,
  runtime: Runtime,
  library: Library,
): TreeFile[] {
  const answers = { sample: 'uppercase', framework, architecture, runtime, library, with: [] };
  return renderProject(settingsOf('hello-native', answers, version));
}

const defaults = render('net10.0', 'x86_64', 'provided.al2023', 'builtin');

const isManaged = (runtime: Runtime) => runtimeFacts[runtime].isManaged;

/** What a managed runtime or a newer SDK changes has nothing to do with the other options: once is enough. */
const isOnce = (framework: Framework, runtime: Runtime) => isManaged(runtime) || needsNewerSdk(framework);

const matrix = frameworks.flatMap((framework) =>
  architectures.flatMap((architecture) =>
    runtimes.flatMap((runtime) =>
      libraries
        .filter((library) => {
          if (!isOnce(framework, runtime)) return true;
          if (architecture !== defaultArchitecture) return false;
          return isManaged(runtime)
            ? runtimeFacts[runtime].isOffered && framework === defaultFramework
            : runtime === defaultRuntime && library === 'builtin';
        })
        .map((library) => ({ framework, architecture, runtime, library })),
    ),
  ),
);

const isDefault = ({ framework, architecture, runtime, library }: (typeof matrix)[number]) =>
  framework === defaultFramework &&
  architecture === defaultArchitecture &&
  runtime === defaultRuntime &&
  library === 'builtin';

describe('a new project', () => {
  test.each(matrix.filter((options) => !isDefault(options)))(
    'for $framework, $architecture, $runtime, $library differs as its snapshot says',
    async ({ framework, architecture, runtime, library }) => {
      const known = new Map(defaults.map(({ path, contents }) => [path, contents]));
      const differing = render(framework, architecture, runtime, library).filter(
        ({ path, contents }) => known.get(path) !== contents,
      );
      const name = `${framework}-${architecture}-${runtime}-${library}`;
      await expectFolder(join(packageRoot(), 'test', 'snapshots', name), differing);
    },
  );

  test('has Dockerfile.al2 exactly as it stands at the top of this repository', async () => {
    const file = defaults.find(({ path }) => path === 'Dockerfile.al2');
    await expect(file?.contents).toMatchFileSnapshot(join(packageRoot(), 'Dockerfile.al2'));
  });

  test.each(['provided.al2'] as const)(
    'says where it was made for %s that the runtime is at its end',
    (runtime) => {
      const readme = render('net10.0', 'x86_64', runtime, 'builtin').find(({ path }) => path === 'README.md');
      expect(readme?.contents).toContain(
        'deprecated on 2026-07-31: no new functions from 2027-02-01, no updates from 2027-03-03',
      );
    },
  );

  test('leaves no trace of a template behind', () => {
    for (const { path, contents } of defaults) {
      expect(contents, path).not.toMatch(/<%|%>|undefined|\[object/);
      expect(contents.endsWith('\n'), path).toBe(true);
      expect(contents, path).not.toMatch(/[ \t]+\n|\r|\n\n\n/);
    }
  });
});
