import { sep } from 'node:path';
import { outputFolder, sdkOutputs } from '../platform/outputs.ts';

/** Folders of a build's own files, wherever they are. */
const buildFolders = new Set([...sdkOutputs, 'node_modules', 'TestResults']);

/** Folders at the top of a project in which nothing is the source of the program. */
const otherFolders = new Set([outputFolder, 'test', 'events']);

/** Files that editors leave, and documents. */
const ignoredFiles = /(?:~|\.swp|\.swx|\.tmp|\.md|\.log|^#.*#|^4913)$/i;

/** Whether a file or folder, relative to the project's folder, can have a part in what is built. */
export function isSource(path: string): boolean {
  const parts = path.split(sep);
  if (otherFolders.has(parts[0] as string)) return false;
  if (parts.some((part) => buildFolders.has(part))) return false;
  const file = parts.pop() as string;
  // .git, .vs, .idea
  if (parts.some((part) => part.startsWith('.'))) return false;
  return !ignoredFiles.test(file) && !file.startsWith('.');
}
