// The remote cold-start command without Yeoman, which takes a second to load: for tests that end it many times.
// Usage: node COLD-START-CHILD FOLDER FUNCTION ENDPOINT COUNT

import { runColdStart } from '../../../src/aws/cold-start/command.ts';
import type { UserError } from '../../../src/errors.ts';

const [folder, name, endpoint, count] = process.argv.slice(2) as [string, string, string, string];
try {
  await runColdStart({
    folder,
    name,
    flags: {
      remote: true,
      compare: [],
      count: Number(count),
      tolerance: 20,
      payload: '"event"',
      'max-wait': 20,
      'endpoint-url': endpoint,
    },
    output: { print: () => {}, json: () => {}, note: () => {} },
    pace: { firstMs: 5, mostMs: 20 },
  });
} catch (error) {
  const { message, code } = error as UserError;
  process.stderr.write(`${message}\n`);
  process.exitCode = code ?? 99;
}
