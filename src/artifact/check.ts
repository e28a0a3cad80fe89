import type { Architecture } from '../platform/architectures.ts';
import type { Runtime } from '../platform/runtimes.ts';
import type { Elf } from './elf.ts';
import type { Verdict } from './finding.ts';
import type { Package } from './package.ts';
import type { Program } from './program.ts';
import type { Subject } from './subject.ts';
import type { Zip } from './zip/zip.ts';

/** The function that the artifact is meant for. */
export interface Target {
  readonly architecture: Architecture;
  readonly runtime: Runtime;
  /** How the zip gets to Lambda; through S3 only the unzipped size is limited. `direct` when absent. */
  readonly upload?: 'direct' | 's3';
}

/** One row of the gate. */
export interface Check {
  /** A stable name in kebab case. */
  readonly id: string;
  readonly title: string;
  /** The verdict; undefined when the check has nothing to look at. */
  inspect(subject: Subject, target: Target): Verdict | undefined;
}

type Inspect<Part> = (part: Part, target: Target, subject: Subject) => Verdict | undefined;

function over<Part>(pick: (subject: Subject) => Part | undefined) {
  return (id: string, title: string, inspect: Inspect<Part>): Check => ({
    id,
    title,
    inspect(subject, target) {
      const part = pick(subject);
      return part === undefined ? undefined : inspect(part, target, subject);
    },
  });
}

/** A check of a zip that can be read. */
export const overZip = over((subject): (Zip & Package) | undefined => {
  const { zip, package: unpacked } = subject;
  return zip && unpacked && { ...zip, ...unpacked };
});
/** A check of the program that Lambda would start. */
export const overProgram = over((subject): Program | undefined => subject.program);
/** A check of a program that is a sound ELF executable for 64-bit little-endian machines. */
export const overElf = over((subject): (Program & { elf: Elf }) | undefined => {
  const { program } = subject;
  return program?.elf?.isProgram ? { ...program, elf: program.elf } : undefined;
});
