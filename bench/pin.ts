import { execa } from 'execa';

const words = ['taskset', '-c', '0'] as const;
const { failed } = await execa(words[0], [...words.slice(1), 'true'], { reject: false });

/** The words before a command that hold it on one processor; none where the machine has no means to. */
export const pin: readonly string[] = failed ? [] : words;
