import { relative } from 'node:path';
import { isSource } from '../project/sources.ts';

/** What the emulator is built and set up from: the sources, and the settings at the top. */
const isWatched = (path: string) => path === '.yo-rc.json' || isSource(path);

/** Editors write a file in several steps, and tools write several files (ms). */
const quietMs = 150;

export interface Watch {
  close(): Promise<void>;
}

/** Calls `onChange` with the path, relative to the project, of the last one when sources or settings of a project have changed and a moment has passed without another change. */
export async function watchSources(project: string, onChange: (path: string) => void): Promise<Watch> {
  const { watch } = await import('chokidar');
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(project, {
    ignoreInitial: true,
    ignored: (path) => path !== project && !isWatched(relative(project, path)),
  });
  watcher.on('all', (event, path) => {
    if (event === 'addDir' || event === 'unlinkDir') return;
    clearTimeout(timer);
    timer = setTimeout(() => onChange(relative(project, path)), quietMs);
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
