import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';

import { packageRoot } from '../../src/package.ts';
import { readEnvFile } from '../../src/settings/pairs.ts';
import { checkDeployedEnvironment, checkEnvironment, maskValues } from '../../src/settings/variables.ts';

const folder = mkdtempSync(join(tmpdir(), 'environment-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a file of variables', () => {
  const file = join(folder, 'some.env');
  const read = (text: string | Buffer) => {
    writeFileSync(file, text);
    return readEnvFile(file);
  };

  it('may have comments, quotes, several lines, and nothing', async () => {
    const text = `# comment
export FIRST=1
 SPACED = two
QUOTED="a b" # comment
SINGLE='c # d'
EMPTY=
LINES="one
  two=2
three"
EQUALS=x=y=z

`;
    expect(await read(text)).toEqual({
      FIRST: '1',
      SPACED: 'two',
      QUOTED: 'a b',
      SINGLE: 'c # d',
      EMPTY: '',
      LINES: 'one\n  two=2\nthree',
      EQUALS: 'x=y=z',
    });
    expect(await read('')).toEqual({});
    expect(await read('# nothing\n')).toEqual({});
  });

  it('may come from Windows, with its line ends and its byte order mark', async () => {
    expect(await read('\uFEFFFIRST=1\r\n# comment\r\nSECOND="2"\r\nEMPTY=\r\n')).toEqual({
      FIRST: '1',
      SECOND: '2',
      EMPTY: '',
    });
  });

  it.each([
    ['FIRST=1\n\npassword: hunter2\nNEXT=2\n', 3],
    ['FIRST=1\nhunter2', 2],
    ['LINES="one\ntwo"\nhunter2 NEXT=1\n', 3],
    ['\uFEFFhunter2\r\nNEXT=1\r\n', 1],
  ])('with a line that is no variable is refused, without that line (%#)', async (text, line) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 2,
      message: `--env-var-file ${file}: line ${line} is not of the form NAME=VALUE.`,
    });
  });

  it('that is a pipe is refused without waiting for its other end; the output of a command is not', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await expect(readEnvFile(pipe)).rejects.toThrow(`--env-var-file: ${pipe} is a pipe, not a file.`);
    const script = `import('${packageRoot()}/src/settings/pairs.ts').then((m) => m.readEnvFile(process.argv[1])).then(console.log)`;
    const run = `"$0" --import tsx -e "$1" <(printf 'FIRST=1\\n')`;
    const { stdout } = await execa('bash', ['-c', run, process.execPath, script], { cwd: packageRoot() });
    expect(stdout).toBe("{ FIRST: '1' }");
  });
});

describe('variables', () => {
  it('are measured as Lambda does it, as JSON', () => {
    expect(() => checkEnvironment({ QUOTES: '"'.repeat(2043) })).toThrow('take 4099 bytes as JSON');
    expect(() => checkEnvironment({ QUOTES: '"'.repeat(2041) })).not.toThrow();
  });

  it("of Lambda's own names may be set here, not there", () => {
    expect(() => checkEnvironment({ AWS_REGION: 'x' })).not.toThrow();
    expect(() => checkDeployedEnvironment({ AWS_REGION: 'x' })).toThrow(
      'Lambda sets AWS_REGION itself and refuses other values; leave it out of --env, --env-var-file and the settings.',
    );
  });

  it('are masked in a text by their values, the longest first', () => {
    const text = 'abcd, abcdef, "a\\nbc" and 1';
    expect(maskValues(text, { ONE: 'abcd', TWO: 'abcdef', LINES: 'a\nbc', FLAG: '1' })).toBe(
      '***, ***, "***" and 1',
    );
  });
});
