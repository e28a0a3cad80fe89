import { relative, sep } from 'node:path';

/** Folders of a build's own files, wherever they are. */
const buildFolders = new Set(['bin', 'obj', 'node_modules', 'TestResults']);

/** Folders at the top of a project in which nothing is the source of the program. */
const otherFolders = new Set(['dist', 'test', 'events']);

/** Files that editors leave, and documents. */
const ignoredFiles = /(?:~|\.swp|\.swx|\.tmp|\.md|\.log|^#.*#|^4913)$/i;

/** Whether a file or folder, relative to the project's folder, can have a part in what is built. */
export function isSource(path: string): boolean {
  const parts = path.split(sep);
  if (otherFolders.has(parts[0] as string)) return false;
  if (parts.some((part) => buildFolders.has(part))) return false;
  const file = parts.pop() as string;
  // .git, .vs, .idea; but .yo-rc.json at the top holds the settings.
  if (parts.some((part) => part.startsWith('.'))) return false;
  return !ignoredFiles.test(file) && (!file.startsWith('.') || path === '.yo-rc.json');
}

/** Editors write a file in several steps, and tools write several files (ms). */
const quietMs = 150;

export interface Watch {
  close(): Promise<void>;
}

/** Calls `onChange` when sources of a project have changed and a moment has passed without another change. */
export async function watchSources(project: string, onChange: () => void): Promise<Watch> {
  const { watch } = await import('chokidar');
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(project, {
    ignoreInitial: true,
    ignored: (path) => path !== project && !isSource(relative(project, path)),
  });
  watcher.on('all', (event) => {
    if (event === 'addDir' || event === 'unlinkDir') return;
    clearTimeout(timer);
    timer = setTimeout(onChange, quietMs);
  });
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  return {
    close: async () => {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

/**
 * Runs `work` once for any number of requests: while it runs, further requests make it run once more afterwards.
 */
export function coalesce(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;
  const loop = async () => {
    do {
      again = false;
      await work();
    } while (again);
  };
  return () => {
    if (running) again = true;
    else {
      running = loop().finally(() => {
        running = undefined;
      });
    }
    return running;
  };
}
