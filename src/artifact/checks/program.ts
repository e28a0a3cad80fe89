import { programName, runtimeFacts } from '../../platform/runtimes.ts';
import { type Check, overProgram, overZip } from '../check.ts';
import { error, info, ok, warning } from '../finding.ts';
import { layerRoot, shells, taskRoot } from '../lambda.ts';
import { managedStart } from '../managed-start.ts';
import type { Package } from '../package.ts';
import { commandOf } from '../script.ts';
import { listNames, quote } from '../text.ts';
import { creators, fileType, isUnix, type ZipEntry } from '../zip/entry.ts';
import { pathOf } from '../zip/names.ts';

const permissions = (mode: number) => (mode & 0o777).toString(8).padStart(4, '0');

const nameItBootstrap =
  'Set <AssemblyName>bootstrap</AssemblyName> and zip the file itself, not its folder ("make zip" does).';

/** What a zip without a program has instead: what is the case, why it matters, how to fix it. */
function absence(
  entries: readonly ZipEntry[],
  { tree }: Package,
  why: string,
): [what: string, why: string, fix: string] {
  const files = entries.filter(({ isDirectory }) => !isDirectory).map(({ name }) => name);
  const assembly = files.find((name) => /\.dll$/i.test(name));
  if (assembly !== undefined && files.some((name) => /\.(?:runtimeconfig|deps)\.json$/i.test(name))) {
    return [
      `No entry is named ${programName}; ${quote(assembly)} is a program or a library for an installed .NET.`,
      'provided.* has no .NET: Lambda answers "Couldn\'t find valid bootstrap(s)".',
      'Set <PublishAot>true</PublishAot> and run "lambda-nativeaot build"; "lambda-nativeaot convert" does that to a class library.',
    ];
  }
  if (tree.at(programName) !== undefined) {
    return [`${programName} is a folder.`, why, nameItBootstrap];
  }
  const instead = files.length > 0 ? `; there is ${listNames(files, 3)}` : '';
  return [`No entry is named ${programName}${instead}.`, why, nameItBootstrap];
}

/** Whether the runtime, a layer or the zip has the program that reads a script. */
function isThere(command: string, packed: Package | undefined): boolean {
  if (shells.has(command) || command.startsWith(layerRoot)) return true;
  return command.startsWith(taskRoot) && packed?.tree.fileAt(command.slice(taskRoot.length)) !== undefined;
}

export const programChecks: readonly Check[] = [
  overZip('bootstrap', 'bootstrap in the root', (zip, _target, { program }) => {
    const { entries } = zip;
    if (entries.length === 0) return undefined;
    const name = program?.name;
    if (name !== undefined && pathOf(name) === programName) {
      return ok(`${programName} is in the root${program?.link ? `, a link to ${quote(program.link)}` : ''}.`);
    }
    const why = `Lambda starts /var/task/${programName} and answers "Couldn't find valid bootstrap(s)" without it.`;
    if (name !== undefined) return error(`The program is ${quote(name)}.`, why, nameItBootstrap);
    return error(...absence(entries, zip, why));
  }),
  overZip('managed-start', 'What the managed runtime starts', ({ tree }, { runtime }) => {
    if (!runtimeFacts[runtime].isManaged) return undefined;
    const start = managedStart((file) => tree.fileAt(file) !== undefined);
    if (start.is === 'missing') return undefined;
    if (start.is === 'program') return ok(`${runtime} starts ${start.file}, which Handler names.`);
    return error(
      `The zip has ${quote(start.file)} beside ${programName}.`,
      `For the Handler "${programName}" ${runtime} starts the assembly, by its own .NET, and not the native program.`,
      `Take ${quote(start.file)} out of the zip (FILES in the Makefile).`,
    );
  }),
  overProgram('name', 'Name of the program', ({ name, entry }) => {
    if (entry || name === undefined) return undefined;
    if (name === programName) return ok(`It is named ${programName}.`);
    return error(
      `The program is named ${quote(name)}.`,
      `Lambda starts only ${programName}.`,
      nameItBootstrap,
    );
  }),
  overProgram('creator', 'Zip made for Unix', ({ entry }) => {
    if (!entry) return undefined;
    if (isUnix(entry)) return ok('Modes are Unix modes.');
    const system = entry.creator === creators.msDos ? 'MS-DOS or Windows' : `system ${entry.creator}`;
    return error(
      `The entry was made on ${system}, so it has no Unix mode.`,
      'Unpacked, the program is not executable: "fork/exec /var/task/bootstrap: permission denied".',
      'Pack on Linux, macOS or WSL with "make zip".',
    );
  }),
  overProgram('executable', 'Execute bit', ({ mode, entry, link, size }) => {
    if (mode === undefined) return undefined;
    if (entry && !isUnix(entry)) return undefined;
    if (link?.startsWith(layerRoot)) return info(`It is a link to ${quote(link)}, which a layer must bring.`);
    if (link !== undefined && size === undefined) {
      return error(
        `It is a link to ${quote(link)}.`,
        'The zip has no such file, so Lambda finds nothing to start: "no such file or directory".',
        'Pack the file itself ("make zip" does).',
      );
    }
    if (fileType({ mode }) !== 'file') {
      return error(
        'It is a folder or a device, not a regular file.',
        'Lambda can only start files.',
        'Pack the file itself ("make zip" does).',
      );
    }
    // Lambda runs the program as a user that owns nothing below /var/task.
    const denied = [...(mode & 0o004 ? [] : ['read']), ...(mode & 0o001 ? [] : ['execute'])];
    if (denied.length === 0) return ok(`Mode ${permissions(mode)}.`);
    return error(
      `Mode ${permissions(mode)}: others than its owner and group may not ${denied.join(' or ')} it.`,
      'Lambda runs it as another user: "fork/exec /var/task/bootstrap: permission denied".',
      'Run "chmod 755 bootstrap" before packing.',
    );
  }),
  overProgram('format', 'Linux program', ({ size, identity, elfProblem, elf, script, foreign }) => {
    if (size === undefined) return undefined;
    const why = 'Lambda cannot start it: "fork/exec /var/task/bootstrap: exec format error".';
    const publish =
      'Publish for Linux: "lambda-nativeaot build", or dotnet publish -r linux-x64 or linux-arm64.';
    if (elfProblem) return error(`The ELF file is damaged. ${elfProblem}.`, why, publish);
    if (elf && !elf.isProgram) {
      return error(
        'It is an ELF file, but not a program: a library, an object file or detached debug symbols.',
        elf.type === 'shared'
          ? 'Started all the same, a library ends with "signal: segmentation fault".'
          : why,
        'Set <OutputType>Exe</OutputType> and pack "bootstrap", not "bootstrap.dbg" or a .so.',
      );
    }
    if (elf || identity) return ok('An ELF program.');
    if (script) return ok('A script.');
    if (size === 0) return error('The program is empty.', why, publish);
    const { what = 'neither an ELF program nor a script', fix = publish } = foreign ?? {};
    return error(`It is ${what}.`, why, fix);
  }),
  overProgram('script', 'Script', ({ script }, _target, { package: packed }) => {
    if (!script) return undefined;
    const line = quote(`#!${script.interpreter}`);
    if (script.hasByteOrderMark) {
      return error(
        'A byte order mark stands before "#!".',
        'Linux does not recognise the script: "exec format error".',
        'Save it as UTF-8 without a byte order mark.',
      );
    }
    if (script.hasCarriageReturn) {
      return error(
        `The line ${line} ends in CR LF.`,
        'Linux looks for an interpreter with a carriage return in its name: "no such file or directory".',
        'Save it with LF line ends, and keep them so in .gitattributes: bootstrap text eol=lf.',
      );
    }
    if (script.interpreter === '') {
      return error('No interpreter stands after "#!".', 'Linux cannot start it.', 'Start it with #!/bin/sh.');
    }
    const command = commandOf(script);
    if (!isThere(command, packed)) {
      return error(
        `The interpreter ${quote(command)} is not in the runtime.`,
        'Linux answers "no such file or directory".',
        'Use /bin/sh or /bin/bash, or pack the interpreter.',
      );
    }
    if (script.carriageReturns > 0) {
      return warning(
        `${script.carriageReturns} lines end in CR LF.`,
        'The shell takes the carriage return for a part of the last word of each of them.',
        'Save it with LF line ends.',
      );
    }
    return ok(`${line} is there; what the script starts is not checked.`);
  }),
];
