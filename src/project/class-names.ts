import { pascalCase } from './names.ts';

/**
 * Types of the namespaces that every source sees (ImplicitUsings): a class of the same name would make the name
 * ambiguous (CS0104). Of all of them, those that somebody might call a function.
 */
const frameworkTypes = `
  Action Activator Array Barrier Boolean Buffer Byte Char Console Convert DateOnly DateTime DayOfWeek Decimal
  Delegate Directory DirectoryInfo Double Enum Enumerable Environment EventHandler File FileInfo FileStream
  FileSystemWatcher Guid Half HashCode HttpClient HttpContent HttpMethod Index Int32 Int64 Interlocked
  KeyValuePair Lock Math MemoryStream Monitor Mutex Nullable Object Overlapped Parallel Path Queryable Random
  RandomAccess Range Semaphore Single Stream StreamReader StreamWriter String StringReader StringWriter Task
  TaskFactory TaskScheduler TextReader TextWriter Thread ThreadPool TimeOnly TimeProvider TimeSpan TimeZone
  Timeout Timer Tuple Type Uri UriBuilder ValueTask ValueType Version Void Volatile WaitHandle
`;

/** Names that a project of ours has already. */
const projectNames =
  'Functions Events Tests Program FunctionJsonContext LambdaRuntime SampleEvent TestLambdaContext';

const taken = new Set(`${frameworkTypes} ${projectNames}`.trim().split(/\s+/));

/** Endings that tell a reader what kind of class it is; a function is none of these. */
const kinds = /(Exception|Attribute|EventArgs|Tests)$/;

/** The class of a function: its handler's words, with "Function" after them where the name alone means something else. */
export function classNameFor(handler: string, namespace: string): string {
  const name = pascalCase(handler);
  const isTaken = taken.has(name) || kinds.test(name) || namespace.split('.').includes(name);
  return isTaken ? `${name}Function` : name;
}
