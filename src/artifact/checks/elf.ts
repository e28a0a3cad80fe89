import { architectureFacts } from '../../platform/architectures.ts';
import { newestRuntime, type Runtime, runtimeFacts } from '../../platform/runtimes.ts';
import { compareVersions } from '../../platform/versions.ts';
import { type Check, overElf, overProgram } from '../check.ts';
import { isReadable } from '../elf.ts';
import { error, info, ok, warning } from '../finding.ts';
import { glibcFloor, relrMarker } from '../glibc.ts';
import { machineName } from '../machine.ts';
import { listNames, printable, quote } from '../text.ts';
import { libraryChecks } from './libraries.ts';

const olderLink =
  'Link against an older glibc: "lambda-nativeaot build" and --zig, --sysroot DIR or --docker';

/** Relocations that the link has compressed without saying so to the loader, as older lld does. */
const unmarkedRelr = error(
  'Its relocations are compressed (DT_RELR), and it does not tell the loader so.',
  "Lambda's loader does not apply them, so the program crashes at its start; a newer loader refuses it.",
  'Link without --pack-dyn-relocs=relr.',
);

export const elfChecks: readonly Check[] = [
  overProgram('class', '64-bit little-endian', ({ identity }) => {
    if (!identity) return undefined;
    const name = `${identity.class}-bit ${identity.endianness}-endian`;
    if (isReadable(identity)) return ok(`${name}.`);
    return error(
      `It is ${name} (${machineName(identity.machine)}).`,
      'Lambda has 64-bit x86 and Arm machines: "exec format error".',
      'Publish with -r linux-x64 or -r linux-arm64.',
    );
  }),
  overProgram('machine', 'Architecture', ({ identity }, { architecture }) => {
    if (identity?.class !== 64) return undefined;
    const { elfMachine, rid } = architectureFacts[architecture];
    const built = machineName(identity.machine);
    if (identity.machine === elfMachine) return ok(`Built for ${built}, as the function.`);
    return error(
      `Built for ${built}, and the function is ${architecture}.`,
      'Lambda cannot start it: "fork/exec /var/task/bootstrap: exec format error".',
      `Publish with -r ${rid}, or set the function's architecture to what was built.`,
    );
  }),
  overElf('loader', 'Loader', ({ elf }, { architecture }) => {
    if (elf.machine !== architectureFacts[architecture].elfMachine) return undefined;
    const { interpreter } = elf;
    if (interpreter === undefined) return info('None: the program is statically linked.');
    const expected = architectureFacts[architecture].loader;
    if (interpreter === expected) return ok(`${interpreter}.`);
    const isMusl = interpreter.includes('ld-musl');
    return error(
      `It wants the loader ${quote(interpreter)}${isMusl ? ' of musl' : ''}; Lambda has ${expected}.`,
      'Lambda cannot start it: "fork/exec /var/task/bootstrap: no such file or directory".',
      isMusl
        ? 'Build on a glibc distribution (not Alpine), without a linux-musl runtime identifier.'
        : `Link with -Wl,--dynamic-linker=${expected}, or build outside of Nix and the like.`,
    );
  }),
  overElf('glibc', 'glibc', ({ elf }, { runtime }) => {
    if (elf.isStatic) return info('Statically linked, so it has no glibc floor.');
    if (elf.hasRelr && !elf.requirements.some(({ version }) => version === relrMarker)) return unmarkedRelr;
    const { version, symbols, unknown } = glibcFloor(elf.requirements);
    const offered = runtimeFacts[runtime].glibc;
    const why = 'The loader ends the program before it starts: "version `GLIBC_…\' not found".';
    if (unknown.length > 0) {
      return error(
        `It needs ${listNames(unknown)}, which no other glibc promises.`,
        why,
        `${olderLink}, without glibc's internal symbols.`,
      );
    }
    if (version === undefined) return info('It asks for no version of glibc.');
    const because = symbols.length > 0 ? ` (${symbols.map(printable).join(', ')})` : '';
    if (compareVersions(version, offered) <= 0) return ok(`Needs ${version}; ${runtime} has ${offered}.`);
    return error(
      `Needs glibc ${version}${because}; ${runtime} has ${offered}.`,
      why,
      fixForGlibc(version, runtime),
    );
  }),
  ...libraryChecks,
  overElf('native', 'Native AOT', ({ dotnet }, _target, { package: packed }) => {
    if (dotnet === undefined) return undefined;
    if (dotnet === 'native') return ok('Compiled ahead of time.');
    const fix = 'Set <PublishAot>true</PublishAot> and publish again.';
    if (dotnet === 'apphost' && packed?.tree.fileAt('libhostfxr.so') === undefined) {
      return error(
        'It is the launcher of a framework-dependent program, not the program.',
        'No .NET is installed in provided.*: "You must install or update .NET to run this application."',
        fix,
      );
    }
    return warning(
      'It brings the .NET runtime and compiles just in time.',
      'It starts many times slower than a natively compiled program and needs more memory.',
      fix,
    );
  }),
  overElf('stripped', 'Stripped', ({ elf }) => {
    if (!elf.hasSymbolTable && !elf.hasDebugInfo) return ok('No symbol table and no debug information.');
    return warning(
      `It contains ${elf.hasDebugInfo ? 'debug information' : 'a symbol table'}.`,
      'Both make the zip and the cold start larger and are never read on Lambda.',
      'Set <StripSymbols>true</StripSymbols>, or run "strip --strip-all bootstrap".',
    );
  }),
];

function fixForGlibc(version: string, runtime: Runtime): string {
  const newer = newestRuntime;
  const fitsNewer = runtime !== newer && compareVersions(version, runtimeFacts[newer].glibc) <= 0;
  return `${olderLink}${fitsNewer ? `, or choose ${newer}` : ''}.`;
}
