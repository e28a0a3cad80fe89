#!/usr/bin/env node
import { main } from './main.ts';

// Whoever reads along may have seen enough: `lambda-nativeaot doctor | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await main(process.argv.slice(2));
