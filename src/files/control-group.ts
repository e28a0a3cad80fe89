import { mkdir, readdir, rmdir, writeFile } from 'node:fs/promises';

/**
 * Files and folders of the kernel's control groups, which are no files of a disk: a value is written in one piece into a file
 * that is there, and a folder is removed with the files that the kernel put into it.
 */

/** Makes a group. @throws Error with the code of the system. */
export const makeGroup = async (path: string): Promise<void> => {
  await mkdir(path);
};

/** Writes a value of a group. @throws Error with the code of the system. */
export const writeGroupFile = (path: string, value: string): Promise<void> =>
  // Without O_CREAT: a file that the kernel did not make is no value.
  writeFile(path, value, { flag: 'r+' });

/** Removes a group without processes. @throws Error with the code of the system: EBUSY while there are some. */
export const removeGroup = (path: string): Promise<void> => rmdir(path);

/** The ids of a process's threads; none where it is gone. */
export const threadsOf = (pid: number): Promise<string[]> =>
  readdir(`/proc/${pid}/task`).catch((): string[] => []);
