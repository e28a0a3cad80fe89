import { describe, expect, it } from 'vitest';
import { fakeEnvironment, stage } from '../aws/support.ts';
import { bin } from '../support/bin.ts';
import { openTerminal } from '../support/terminal.ts';
import { missingTools } from '../support/tools.ts';

const missing = await missingTools('tmux');
if (missing) console.warn(`deploy on a terminal is not tested: ${missing}`);

describe.skipIf(missing)('deploy --delete on a terminal', () => {
  const here = stage();
  const start = () =>
    openTerminal(here.folder, [process.execPath, bin, 'deploy', 'echo', '--delete'], {
      ...fakeEnvironment,
      AWS_ENDPOINT_URL: here.fake.url,
    });

  it('deletes after the name was typed, and after nothing else', async () => {
    await here.deployOne({ role: 'exec' });
    const refused = await start();
    await refused.see('Type "hello-echo" to delete hello-echo in eu-central-1, with all versions');
    await refused.type('y', 'Enter');
    expect(await refused.see('exit 130')).toContain('error: Not confirmed; nothing was changed.');
    expect(here.fake.functions.has('hello-echo')).toBe(true);

    const confirmed = await start();
    await confirmed.see('Type "hello-echo"');
    await confirmed.type('hello-echo', 'Enter');
    await confirmed.see('exit 0');
    expect(here.fake.functions.has('hello-echo')).toBe(false);
  });

  it('is ended by Ctrl-C with nothing deleted', async () => {
    await here.deployOne({ role: 'exec' });
    const terminal = await start();
    await terminal.see('Type "hello-echo"');
    await terminal.type('C-c');
    await terminal.see('exit 130');
    expect(here.fake.functions.has('hello-echo')).toBe(true);
  });
});
