import { architectureFacts } from '../../platform/architectures.ts';
import { defaultFramework, frameworkFacts } from '../../platform/frameworks.ts';
import { openSslProblem } from '../../platform/openssl.ts';
import { runtimeFacts } from '../../platform/runtimes.ts';
import { type Check, overElf, type Target } from '../check.ts';
import type { Elf } from '../elf.ts';
import { error, info, ok, warning } from '../finding.ts';
import { compareVersions, glibcFloor } from '../glibc.ts';
import { librariesOf, libraryFolders, taskRoot, unpromised } from '../lambda.ts';
import { machineName } from '../machine.ts';
import type { PackedElf } from '../program.ts';
import { plainName } from '../subject.ts';
import { listNames, quote } from '../text.ts';
import type { Zip } from '../zip.ts';

const printable = (name: string): string => quote(name).slice(1, -1);

/** The folder of the zip that an entry of the program's own search path means; undefined for one outside of it. */
function packedFolder(path: string): string | undefined {
  const inTask = path.replace(/^\$(?:ORIGIN|\{ORIGIN\})(?=\/|$)/, taskRoot.slice(0, -1));
  const folder = `${inTask.replace(/\/+$/, '')}/`;
  return folder.startsWith(taskRoot) ? folder.slice(taskRoot.length) : undefined;
}

/** Libraries that the zip brings along, where the loader looks for them. */
function isPacked(zip: Zip | undefined, library: string, { searchPath }: Elf): boolean {
  const folders = [...libraryFolders, ...searchPath.flatMap((path) => packedFolder(path) ?? [])];
  const places = new Set(folders.map((folder) => folder + library));
  return zip?.entries.some(({ name }) => places.has(plainName(name))) ?? false;
}

/** What keeps the loader from opening a library of the zip; undefined when nothing does. */
function libraryProblem(
  { identity, elf, elfProblem, name }: PackedElf,
  { architecture, runtime }: Target,
  zip: Zip | undefined,
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
  const beside = plainName(name).replace(/[^/]*$/, '');
  const missing = elf.needed.filter(
    (needed) =>
      !librariesOf(runtime).has(needed) &&
      !unpromised.some((pattern) => pattern.test(needed)) &&
      !isPacked(zip, needed, { ...elf, searchPath: [...elf.searchPath, `$ORIGIN/${beside}`] }),
  );
  return missing.length > 0 ? `needs ${listNames(missing)}, which ${runtime} does not have` : undefined;
}

export const libraryChecks: readonly Check[] = [
  overElf('libraries', 'Shared libraries', ({ elf }, { architecture, runtime }, { zip }) => {
    // Another loader than Lambda's has other libraries, and says enough.
    if (elf.interpreter !== architectureFacts[architecture].loader) return undefined;
    const unknown = elf.needed.filter((name) => !librariesOf(runtime).has(name) && !isPacked(zip, name, elf));
    const missing = unknown.filter((name) => !unpromised.some((pattern) => pattern.test(name)));
    const mend = 'Link it statically, pack the library in lib/, or publish without it.';
    if (missing.length > 0) {
      return error(
        `It needs ${listNames(missing)}, which ${runtime} does not have.`,
        'The program ends at once: "error while loading shared libraries".',
        mend,
      );
    }
    if (unknown.length > 0) {
      return warning(
        `It needs ${listNames(unknown)}.`,
        `Today's ${runtime} has it for its own tools; AWS does not promise it.`,
        mend,
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
        'Build without STATIC=1 (ZIG=1 or SYSROOT=DIR lower the glibc floor as well), or do without these APIs.',
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
    inspect({ libraries: packed, zip }, target) {
      if (packed.length === 0) return undefined;
      const wrong = packed.flatMap((library) => {
        const problem = libraryProblem(library, target, zip);
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
