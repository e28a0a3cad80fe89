import { posix } from 'node:path';
import { architectureFacts } from '../../platform/architectures.ts';
import { defaultFramework, frameworkFacts } from '../../platform/frameworks.ts';
import { openSslProblem } from '../../platform/openssl.ts';
import { runtimeFacts } from '../../platform/runtimes.ts';
import { compareVersions } from '../../platform/versions.ts';
import { type Check, overElf, type Target } from '../check.ts';
import { error, info, ok, warning } from '../finding.ts';
import { glibcFloor } from '../glibc.ts';
import { hasLibrary, libraryFolders, taskRoot, unpromised } from '../lambda.ts';
import { machineName } from '../machine.ts';
import type { PackedElf } from '../program.ts';
import { listNames, printable, quote } from '../text.ts';
import { pathOf } from '../zip/names.ts';
import type { Node, PackageTree } from '../zip/tree.ts';

/** The folder of the zip that an entry of the program's own search path means; undefined for one outside of it. */
function packedFolder(path: string): string | undefined {
  const inTask = path.replace(/^\$(?:ORIGIN|\{ORIGIN\})(?=\/|$)/, taskRoot.slice(0, -1));
  return `${inTask}/`.startsWith(taskRoot) ? pathOf(`${inTask}/`.slice(taskRoot.length)) : undefined;
}

/** The folders of the zip in which the loader looks, as far as they exist. */
const foldersOf = (tree: PackageTree | undefined, searchPath: readonly string[]): Node[] =>
  [...new Set([...libraryFolders, ...searchPath.flatMap((path) => packedFolder(path) ?? [])])].flatMap(
    (folder) => tree?.at(folder) ?? [],
  );

/** The libraries of a list that neither lie in one of the folders nor are known otherwise. */
const notPacked = (needed: readonly string[], folders: readonly Node[], isKnown: (name: string) => boolean) =>
  [...new Set(needed)].filter(
    (name) => !isKnown(name) && !folders.some(({ children }) => children?.get(name)?.entry !== undefined),
  );

/** What keeps the loader from opening a library of the zip; undefined when nothing does. */
function libraryProblem(
  { identity, elf, elfProblem, name }: PackedElf,
  { architecture, runtime }: Target,
  tree: PackageTree | undefined,
): string | undefined {
  if (elfProblem) return `is damaged (${elfProblem})`;
  if (identity && (identity.machine !== architectureFacts[architecture].elfMachine || !elf)) {
    return `is built for ${machineName(identity.machine)}, and the function is ${architecture}`;
  }
  if (!elf) return undefined;
  const { version } = glibcFloor(elf.requirements);
  const offered = runtimeFacts[runtime].glibc;
  if (version !== undefined && compareVersions(version, offered) > 0) {
    return `needs glibc ${version}, and ${runtime} has ${offered}`;
  }
  const musl = elf.needed.find((needed) => /^(?:libc\.musl-|ld-musl-|libc\.so$)/.test(needed));
  if (musl !== undefined) return `is built for musl (it needs ${quote(musl)})`;
  const folders = foldersOf(tree, [...elf.searchPath, `$ORIGIN/${posix.dirname(pathOf(name))}`]);
  const missing = notPacked(
    elf.needed,
    folders,
    (needed) => hasLibrary(runtime, needed) || unpromised.has(needed),
  );
  return missing.length > 0 ? `needs ${listNames(missing)}, which ${runtime} does not have` : undefined;
}

export const libraryChecks: readonly Check[] = [
  overElf('libraries', 'Shared libraries', ({ elf }, { architecture, runtime }, { package: packed }) => {
    // Another loader than Lambda's has other libraries, and says enough.
    if (elf.interpreter !== architectureFacts[architecture].loader) return undefined;
    const folders = foldersOf(packed?.tree, elf.searchPath);
    const unknown = notPacked(elf.needed, folders, (name) => hasLibrary(runtime, name));
    const missing = unknown.filter((name) => !unpromised.has(name));
    const fix = 'Link it statically, pack the library in lib/, or publish without it.';
    if (missing.length > 0) {
      return error(
        `It needs ${listNames(missing)}, which ${runtime} does not have.`,
        'The program ends at once: "error while loading shared libraries".',
        fix,
      );
    }
    if (unknown.length > 0) {
      return warning(
        `It needs ${listNames(unknown)}.`,
        `Today's ${runtime} has it for its own tools; AWS does not promise it.`,
        fix,
      );
    }
    return ok(`${elf.needed.map(printable).join(', ') || 'None'}.`);
  }),
  overElf('opened-libraries', 'OpenSSL and ICU', ({ elf, opens, dotnet }, { runtime }, { zip }) => {
    if (!opens || dotnet !== 'native') return undefined;
    const names = [...(opens.openSsl ? ['OpenSSL'] : []), ...(opens.icu ? ['ICU'] : [])];
    if (elf.isStatic && names.length > 0) {
      return error(
        `Statically linked, and .NET opens ${names.join(' and ')} at run time.`,
        'A static program can only open libraries of the very glibc it was linked with, so it ends at the first ' +
          'hash, random number or TLS connection (OpenSSL) or the first number or string it formats (ICU).',
        'Build without --static (--zig or --sysroot lower the glibc floor as well), or do without these APIs.',
      );
    }
    const bringsIcu = zip?.entries.some(({ name }) => /(?:^|\/)(?:libicu\w+\.so|icudt\w*\.dat)/.test(name));
    if (opens.icu && !bringsIcu) {
      return warning(
        'InvariantGlobalization is off, and no ICU is packed.',
        `${runtime} has no ICU that .NET can use: the first number, date or string comparison ends the program ` +
          'with "Couldn\'t find a valid ICU package".',
        'Set <InvariantGlobalization>true</InvariantGlobalization>, or pack ICU (app-local ICU).',
      );
    }
    if (!opens.openSsl) return ok('Opens neither.');
    const opened = `Opens OpenSSL; ${runtime} has ${runtimeFacts[runtime].openSsl}`;
    // Which .NET a binary was built by is not written in it: the newest is assumed.
    const least = frameworkFacts[defaultFramework].openSsl;
    if (openSslProblem(defaultFramework, runtime) === undefined) return ok(`${opened}.`);
    return info(
      `${opened}, and .NET ${frameworkFacts[defaultFramework].sdk.replace(/\.0$/, '')} is tested with ${least} and later.`,
    );
  }),
  {
    id: 'packed-libraries',
    title: 'Libraries in the zip',
    inspect({ libraries: packed, package: unpacked }, target) {
      if (packed.length === 0) return undefined;
      const wrong = packed.flatMap((library) => {
        const problem = libraryProblem(library, target, unpacked?.tree);
        return problem === undefined ? [] : [`${quote(library.name)} ${problem}`];
      });
      if (wrong.length === 0) return ok(`${packed.map(({ name }) => printable(name)).join(', ')}.`);
      return error(
        `${wrong.slice(0, 5).join('; ')}${wrong.length > 5 ? `; and ${wrong.length - 5} more` : ''}.`,
        'The function starts, and fails when it opens the library: "Unable to load shared library".',
        'Pack the build of the library for this processor and runtime, together with what it needs.',
      );
    },
  },
];
