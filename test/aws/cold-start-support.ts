import { beforeEach, expect } from 'vitest';
import { type ColdStartFlags, runColdStart } from '../../src/aws/cold-start/command.ts';
import type { ColdStartResult } from '../../src/aws/cold-start/result.ts';
import { quick, type Stage, stage } from './support.ts';

export let here: Stage;
export let printed: string[];
let results: ColdStartResult[];
export let noted: string[];

/** Runs the command in this process and answers its result, if it got that far. */
export async function coldStart(flags: Partial<ColdStartFlags> = {}, name = 'echo') {
  await runColdStart({
    folder: here.folder,
    name,
    flags: {
      remote: true,
      compare: [],
      count: 3,
      tolerance: 20,
      payload: '"event"',
      'max-wait': 20,
      ...(flags.remote === false ? {} : { 'endpoint-url': here.fake.url }),
      ...flags,
    },
    output: {
      print: (text) => void printed.push(text),
      json: (value) => void results.push(value as ColdStartResult),
      note: (text) => void noted.push(text),
    },
    pace: quick,
  });
  return results.at(-1) as ColdStartResult;
}

export const fn = (name = 'hello-echo') => here.fake.get(name);

/** To be called at the top of a test file: files may share this module, and hooks are a file's own. */
export function useColdStarts(): void {
  here = stage();
  beforeEach(async () => {
    printed = [];
    results = [];
    noted = [];
    await here.deployOne({ role: 'exec' });
    here.fake.requests.length = 0;
  });
}

/** The function is as it was before, and Lambda is through with it. */
export function expectRestored(): void {
  expect(fn().configuration).toMatchObject({ Timeout: 30, MemorySize: 256, LastUpdateStatus: 'Successful' });
}
