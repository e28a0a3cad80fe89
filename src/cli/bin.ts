#!/usr/bin/env node
import { loadWorkflow } from '../../generators/entries.ts';
import { exitCodes } from '../errors.ts';
import { main } from './main.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader may have seen enough: `lambda-nativeaot doctor | head`.
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(`error: standard output cannot be written (${error.code}).\n`);
  process.exit(exitCodes.failed);
});
// Without a place to write to, the work goes on.
process.stderr.on('error', () => undefined);

process.exitCode = await main(process.argv.slice(2), loadWorkflow);
