import type { EmulatedFunction } from './types.ts';

/** A function and the path that it sees. */
export interface Route {
  readonly functionName: string;
  readonly rawPath: string;
}

/** The function that a word names: by its Lambda name, else by its handler's. */
export const functionNamed = (functions: readonly EmulatedFunction[], word: string) =>
  functions.find((fn) => fn.name === word) ?? functions.find((fn) => fn.handler === word);

/**
 * Which function a path belongs to: the one that was chosen, or the only one; else the first segment names it
 * (by its Lambda name or its handler's) and is taken off.
 */
export function route(
  path: string,
  functions: readonly EmulatedFunction[],
  chosen: string | undefined,
): Route | undefined {
  if (chosen !== undefined) return { functionName: chosen, rawPath: path };
  const [only] = functions;
  if (only && functions.length === 1) return { functionName: only.name, rawPath: path };
  const [, first = '', rest = ''] = /^\/([^/]*)(.*)$/.exec(path) ?? [];
  const found = functionNamed(functions, first);
  return found && { functionName: found.name, rawPath: rest || '/' };
}
