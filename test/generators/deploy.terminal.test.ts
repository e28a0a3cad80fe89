import { describe, expect, it } from 'vitest';
import { fakeEnvironment, stage } from '../aws/support.ts';
import { bin } from '../support/bin.ts';
import { openTerminal } from '../support/terminal.ts';
import { missingTools } from '../support/tools.ts';

const missing = await missingTools('tmux');
if (missing) console.warn(`deploy on a terminal is not tested: ${missing}`);

describe.skipIf(missing)('deploy on a terminal', () => {
  const here = stage();
  const start = (...flags: string[]) =>
    openTerminal(here.folder, [process.execPath, bin, 'deploy', 'echo', ...flags], {
      ...fakeEnvironment,
      AWS_ENDPOINT_URL: here.fake.url,
    });

  it('deletes after the name was typed, and after nothing else', async () => {
    await here.deployOne({ role: 'exec' });
    const refused = await start('--delete');
    await refused.see('Type "hello-echo" to delete hello-echo in eu-central-1, with all versions');
    await refused.type('y', 'Enter');
    expect(await refused.see('exit 130')).toContain('error: Not confirmed; nothing was changed.');
    expect(here.fake.functions.has('hello-echo')).toBe(true);

    const confirmed = await start('--delete');
    await confirmed.see('Type "hello-echo"');
    await confirmed.type('hello-echo', 'Enter');
    await confirmed.see('exit 0');
    expect(here.fake.functions.has('hello-echo')).toBe(false);
  });

  it('is ended by Ctrl-C with nothing deleted', async () => {
    await here.deployOne({ role: 'exec' });
    const terminal = await start('--delete');
    await terminal.see('Type "hello-echo"');
    await terminal.type('C-c');
    await terminal.see('exit 130');
    expect(here.fake.functions.has('hello-echo')).toBe(true);
  });

  it('opens a function to everyone after the name was typed, and asks once', async () => {
    const open = ['--role', 'exec', '--url', 'none'];
    const refused = await start(...open);
    await refused.see('Type "hello-echo" to let everyone on the internet call hello-echo');
    await refused.type('Enter');
    expect(await refused.see('exit 130')).toContain('error: Not confirmed; nothing was changed.');
    expect(here.fake.functions.has('hello-echo')).toBe(false);

    const confirmed = await start(...open);
    await confirmed.see('Type "hello-echo"');
    await confirmed.type('hello-echo', 'Enter');
    await confirmed.see('exit 0');
    const again = await start(...open, '--memory', '512');
    expect(await again.see('exit 0')).not.toContain('Type "hello-echo"');
    const signed = await start('--url', 'iam');
    expect(await signed.see('exit 0')).not.toContain('Type "hello-echo"');
  });
});
