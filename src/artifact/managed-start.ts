import { programName } from '../platform/runtimes.ts';

/** What the script of a managed runtime starts for a Handler without colons. */
export type ManagedStart =
  /** A program for the kernel. */
  | { readonly is: 'program'; readonly file: string }
  /** An assembly, by the runtime's own .NET. */
  | { readonly is: 'assembly'; readonly file: string }
  /** Nothing: it writes this line, and its exit code ends the init phase. */
  | { readonly is: 'missing'; readonly line: string; readonly exitCode: number };

/**
 * What a managed runtime starts: an assembly of the Handler's name comes before a program of that name.
 * Source: AWS, bootstrap.sh of Amazon.Lambda.RuntimeSupport.
 * @param has whether the function's folder has a file of that name.
 */
export function managedStart(has: (file: string) => boolean, handler: string = programName): ManagedStart {
  const assembly = handler.endsWith('.dll') ? handler : `${handler}.dll`;
  if (has(assembly)) return { is: 'assembly', file: assembly };
  if (has(handler)) return { is: 'program', file: handler };
  const line = `Error: executable assembly /var/task/${assembly} or binary /var/task/${handler} not found.`;
  return { is: 'missing', line, exitCode: 104 };
}
