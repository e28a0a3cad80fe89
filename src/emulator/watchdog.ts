import { hasGroups, startListener } from '../processes/spawn.ts';

/**
 * The process groups that must not outlive the emulator, however it ends. Node's exit handlers cover every end
 * but SIGKILL; for that one a shell holds the other end of a pipe and kills what is left when the pipe closes.
 */

/** Reads "+ PID" and "- PID" lines; at the end of its input kills every group that is still on the list. */
const script = `
trap '' INT TERM HUP QUIT
list=' '
while read -r sign pid; do
  case $sign in
    +) list="$list$pid " ;;
    -) list="\${list%% $pid *} \${list#* $pid }" ;;
  esac
done
for pid in $list; do kill -9 "-$pid" 2>/dev/null; done
`;

const groups = new Set<number>();
let guard: ReturnType<typeof startListener> | undefined;
let listening = false;

/** Sends a signal to a process and all that it started; does nothing when they are gone. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(hasGroups ? -pid : pid, signal);
  } catch {
    // No process is left.
  }
}

function startGuard(): NonNullable<typeof guard> {
  const child = startListener('/bin/sh', ['-c', script]);
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  // Broken only when the guard is killed; it is started again below.
  child.stdin.on('error', () => undefined);
  child.on('error', () => undefined);
  child.once('exit', () => {
    if (guard === child) guard = undefined;
    if (groups.size > 0) for (const pid of groups) tell('+', pid);
  });
  return child;
}

function tell(sign: '+' | '-', pid: number): void {
  if (!hasGroups) return;
  if (!guard && sign === '-') return;
  guard ??= startGuard();
  guard.stdin.write(`${sign} ${pid}\n`);
}

/** Puts the group led by `pid` on the list. */
export function watch(pid: number): void {
  if (!listening) {
    listening = true;
    process.once('exit', () => {
      for (const group of groups) signalGroup(group, 'SIGKILL');
    });
  }
  groups.add(pid);
  tell('+', pid);
}

/** Takes a group off the list. The guard stays: starting it again would show in the next cold start. */
export function unwatch(pid: number): void {
  if (groups.delete(pid)) tell('-', pid);
}
