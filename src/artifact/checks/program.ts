import { type Check, overProgram, overZip } from '../check.ts';
import { error, ok, warning } from '../finding.ts';
import { interpreters, layerRoot, taskRoot } from '../lambda.ts';
import { plainName, programName } from '../subject.ts';
import { quote } from '../text.ts';
import { creators } from '../zip.ts';

const S_IFMT = 0o170000;
const S_IFREG = 0o100000;
const permissions = (mode: number) => (mode & 0o777).toString(8).padStart(4, '0');

/** Programs of other systems, by their first bytes. */
const foreignFormats: readonly { readonly magic: readonly number[]; readonly what: string }[] = [
  { magic: [0x4d, 0x5a], what: 'a Windows program (PE)' },
  { magic: [0xcf, 0xfa, 0xed, 0xfe], what: 'a macOS program (Mach-O)' },
  { magic: [0xca, 0xfe, 0xba, 0xbe], what: 'a macOS universal program or a Java class' },
  { magic: [0x1f, 0x8b], what: 'a gzip archive' },
  { magic: [0x50, 0x4b, 3, 4], what: 'a zip archive' },
];

const nameItBootstrap =
  'Set <AssemblyName>bootstrap</AssemblyName> and zip the file itself, not its folder ("make zip" does).';

export const programChecks: readonly Check[] = [
  overZip('bootstrap', 'bootstrap in the root', ({ entries }, _target, { program }) => {
    if (entries.length === 0) return undefined;
    const name = program?.name;
    if (name !== undefined && plainName(name) === programName) return ok(`${programName} is in the root.`);
    return error(
      name === undefined ? `No entry is named ${programName}.` : `The program is ${quote(name)}.`,
      `Lambda starts /var/task/${programName} and answers "Couldn't find valid bootstrap(s)" without it.`,
      nameItBootstrap,
    );
  }),
  overProgram('name', 'Name of the program', ({ name, entry }) => {
    if (entry || name === undefined) return undefined;
    if (name === programName) return ok(`It is named ${programName}.`);
    return error(
      `The program is named ${quote(name)}.`,
      `Lambda starts ${programName} alone.`,
      nameItBootstrap,
    );
  }),
  overProgram('creator', 'Zip made for Unix', ({ entry }) => {
    if (!entry) return undefined;
    if (entry.creator === creators.unix || entry.creator === creators.darwin)
      return ok('Modes are Unix modes.');
    const system = entry.creator === creators.msDos ? 'MS-DOS or Windows' : `system ${entry.creator}`;
    return error(
      `The entry was made on ${system}, so it has no Unix mode.`,
      'Unpacked, the program is not executable: "fork/exec /var/task/bootstrap: permission denied".',
      'Pack on Linux, macOS or WSL with "make zip".',
    );
  }),
  overProgram('executable', 'Execute bit', ({ mode, entry }) => {
    if (mode === undefined) return undefined;
    if (entry && entry.creator !== creators.unix && entry.creator !== creators.darwin) return undefined;
    const fileType = mode & S_IFMT;
    if (fileType !== 0 && fileType !== S_IFREG) {
      return error(
        'The entry is a link or a device, not a regular file.',
        'What it points to is not in the zip.',
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
  overProgram('format', 'Linux program', ({ bytes, identity, elfProblem, elf, script }) => {
    if (!bytes) return undefined;
    const why = 'Lambda cannot start it: "fork/exec /var/task/bootstrap: exec format error".';
    const publish = 'Publish for Linux: "make publish", or dotnet publish -r linux-x64 or linux-arm64.';
    if (elfProblem) return error(`The ELF file is damaged. ${elfProblem}.`, why, publish);
    if (elf && !elf.isProgram) {
      return error(
        'It is an ELF file, but no program: a library, an object file or detached debug symbols.',
        why,
        'Set <OutputType>Exe</OutputType> and pack "bootstrap", not "bootstrap.dbg" or a .so.',
      );
    }
    if (elf || identity) return ok('An ELF program.');
    if (script) return ok('A script.');
    if (bytes.length === 0) return error('The program is empty.', why, publish);
    const foreign = foreignFormats.find(({ magic }) => magic.every((byte, index) => bytes[index] === byte));
    return error(`It is ${foreign?.what ?? 'neither an ELF program nor a script'}.`, why, publish);
  }),
  overProgram('script', 'Script', ({ script }, _target, { zip }) => {
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
    const { interpreter } = script;
    const packed = interpreter.startsWith(taskRoot) ? interpreter.slice(taskRoot.length) : undefined;
    const isPacked = packed !== undefined && zip?.entries.some(({ name }) => plainName(name) === packed);
    if (!interpreters.has(interpreter) && !interpreter.startsWith(layerRoot) && !isPacked) {
      return error(
        `The interpreter ${quote(interpreter)} is not in the runtime.`,
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
