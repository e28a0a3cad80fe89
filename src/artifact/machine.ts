import { architectureFacts, architectures } from '../platform/architectures.ts';

/** Machines of `e_machine` that a program may be built for by mistake. Source: the ELF gABI. */
const otherMachines: Record<number, string> = {
  3: 'x86 (32-bit)',
  8: 'MIPS',
  21: 'PowerPC64',
  22: 's390x',
  40: 'ARM (32-bit)',
  243: 'RISC-V',
  258: 'LoongArch',
};

/** Lambda's name of a machine, or the usual name of another one. */
export const machineName = (machine: number): string =>
  architectures.find((name) => architectureFacts[name].elfMachine === machine) ??
  otherMachines[machine] ??
  `machine ${machine}`;
