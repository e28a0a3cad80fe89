import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { awsCommand, curlCommand } from '../../src/console-page/commands.ts';

const call = {
  origin: 'http://127.0.0.1:9001',
  functionName: 'orders',
  event: '{\n  "text": "it\'s $HOME `id` \\"!\\""\n}',
};

/** The words of a command as sh reads them, with a script in the place of its program. */
function words(command: string, program: string): string[] {
  const script = `${program}() { for word; do printf '%s\\0' "$word"; done; }\n${command.replace(/ && .*$/, '')}`;
  return execFileSync('sh', ['-c', script]).toString().split('\0').slice(0, -1);
}

it('gives curl the event as it is', () => {
  expect(words(curlCommand(call), 'curl')).toEqual([
    '--silent',
    '--data',
    call.event,
    'http://127.0.0.1:9001/2015-03-31/functions/orders/invocations',
  ]);
});

it('gives the AWS CLI the event as it is', () => {
  const given = words(awsCommand(call), 'aws');
  expect(given.slice(0, 4)).toEqual(['lambda', 'invoke', '--function-name', 'orders']);
  expect(given[given.indexOf('--payload') + 1]).toBe(call.event);
  expect(given.at(-1)).toBe('response.json');
});
