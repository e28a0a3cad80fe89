// Runs readers for its parent, which ends it when one of them does not come to an end.
import { UserError } from '../../../src/errors.ts';
import type { Answer, Request } from './bounded.ts';
import { readers } from './readers.ts';

const megabyte = 1024 * 1024;

async function answer({ reader, input }: Request): Promise<Answer> {
  try {
    await (readers[reader] as (input: unknown) => unknown)(input);
    return { kind: 'read' };
  } catch (error) {
    if (error instanceof UserError) return { kind: 'refused', message: error.message };
    return { kind: 'failed', message: (error as Error).stack ?? String(error) };
  }
}

process.on('message', async (request: Request) => {
  const result = await answer(request);
  process.send?.({ ...result, megabytes: (process.resourceUsage().maxRSS * 1024) / megabyte });
});
