import { hasGroups, startListener } from '../processes/spawn.ts';

/**
 * The process groups and control groups that must not outlive the emulator, however it ends. Node's exit handlers cover every end
 * but SIGKILL; for that one a shell holds the other end of a pipe and kills what is left when the pipe closes.
 */

/**
 * Reads "+ PID" and "- PID" lines, and the same with "++" and "--" for the paths of control groups; at the end of its input
 * kills every process group and removes every control group that is still on a list.
 */
const script = `
trap '' INT TERM HUP QUIT
list=' '
groups=' '
while read -r sign item; do
  case $sign in
    +) list="$list$item " ;;
    -) list="\${list%% "$item" *} \${list#* "$item" }" ;;
    ++) groups="$groups$item " ;;
    --) groups="\${groups%% "$item" *} \${groups#* "$item" }" ;;
  esac
done
for pid in $list; do kill -9 "-$pid" 2>/dev/null; done
for group in $groups; do
  tries=0
  until rmdir "$group" 2>/dev/null || [ ! -d "$group" ] || [ $tries -ge 50 ]; do
    for pid in $(cat "$group/cgroup.procs" 2>/dev/null); do kill -9 "$pid" 2>/dev/null; done
    tries=$((tries + 1))
    sleep 0.1
  done
done
`;

const groups = new Set<number>();
const controlGroups = new Set<string>();
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
    for (const pid of groups) tell('+', pid);
    for (const path of controlGroups) tell('++', path);
  });
  return child;
}

function tell(sign: '+' | '-' | '++' | '--', item: number | string): void {
  if (!hasGroups) return;
  if (!guard && sign.startsWith('-')) return;
  guard ??= startGuard();
  guard.stdin.write(`${sign} ${item}\n`);
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

/** Puts a control group on the list; a path with blanks would be two items of it. */
export function watchGroup(path: string): void {
  if (/\s/.test(path)) return;
  controlGroups.add(path);
  tell('++', path);
}

/** Takes a control group off the list. */
export function unwatchGroup(path: string): void {
  if (controlGroups.delete(path)) tell('--', path);
}
