import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';

/** A program in a terminal of 80 columns and 30 lines, driven by keys and read as a person sees it (tmux). */
export interface Terminal {
  /** Types keys: text, or tmux's names such as Enter, Down, C-c. */
  type(...keys: string[]): Promise<void>;
  /** Waits until the screen shows a text, and returns the screen. */
  see(text: string | RegExp): Promise<string>;
}

const patienceMs = 60_000;

/** Starts a program in a terminal of its own, which ends with the test; "exit N" is shown after its end. */
export async function openTerminal(
  cwd: string,
  command: readonly string[],
  env: Record<string, string> = {},
): Promise<Terminal> {
  const socket = `lambda-nativeaot-${randomBytes(4).toString('hex')}`;
  const tmux = (...args: string[]) => execa('tmux', ['-L', socket, ...args]);
  onTestFinished(async () => void (await execa('tmux', ['-L', socket, 'kill-server'], { reject: false })));
  const settings = Object.entries({ CI: '', ...env }).flatMap(([key, value]) => ['-e', `${key}=${value}`]);
  const show = ['sh', '-c', '"$@"; echo "exit $?"; sleep 600', 'sh', ...command];
  await tmux('-f', '/dev/null', 'new-session', '-d', '-x', '80', '-y', '30', '-c', cwd, ...settings, ...show);
  const screen = async () => (await tmux('capture-pane', '-p', '-J')).stdout;
  return {
    type: async (...keys) => void (await tmux('send-keys', ...keys)),
    see: async (text) => {
      const end = Date.now() + patienceMs;
      for (;;) {
        const now = await screen();
        if (typeof text === 'string' ? now.includes(text) : text.test(now)) return now;
        if (Date.now() > end) throw new Error(`${text} was not seen on the screen:\n${now}`);
        await sleep(50);
      }
    },
  };
}
