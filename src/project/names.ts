import { lambdaLimits } from '../platform/limits.ts';

/** Names that Windows keeps for devices: a folder of that name cannot be made or cloned there. */
const windowsDevice = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/i;

/** Root namespaces that the framework, AWS's packages and the built-in runtime already use. */
const takenNamespaces = /^(System|Microsoft|Windows|Amazon|LambdaRuntime|Xunit)$/;

/** The words of a name in C#'s casing: `my-fn_two` is `MyFnTwo`. */
export function pascalCase(name: string): string {
  return name
    .split(/[-_]+/)
    .filter((word) => word !== '')
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join('');
}

/** What a name must not be: a pattern of what is refused, in the name itself or in the C# namespace that it gives. */
interface NameRule {
  readonly of: 'name' | 'namespace';
  readonly pattern: RegExp;
  readonly problem: (text: string) => string;
}

const longest = lambdaLimits.functionNameLength;

/**
 * The rules of a name that must serve Lambda (`[a-zA-Z0-9-_]{1,64}`), C# (an identifier) and every file system at once.
 * The patterns mean the same in .NET, whose template engine gets them too.
 */
export const nameRules: readonly NameRule[] = [
  {
    of: 'name',
    pattern: /^$/,
    problem: () => 'the name is empty; it takes a-z, A-Z, 0-9, "-" and "_", a letter first.',
  },
  {
    of: 'name',
    pattern: new RegExp(`^[\\s\\S]{${longest + 1},}$`),
    problem: ({ length }) => `the name has ${length} characters; Lambda takes ${longest} at most.`,
  },
  {
    of: 'name',
    pattern: /^(?![A-Za-z][A-Za-z0-9_-]*$)/,
    problem: () => 'a name must start with a letter and have only a-z, A-Z, 0-9, "-" and "_".',
  },
  {
    of: 'name',
    pattern: windowsDevice,
    problem: () => 'Windows keeps that name for a device; take another.',
  },
  {
    of: 'namespace',
    pattern: takenNamespaces,
    problem: (namespace) =>
      `its C# namespace would be ${namespace}, which other code has already; take another.`,
  },
];

/** The rules as one sentence, for a place that cannot say which of them a name breaks. */
export const nameAdvice = `A name starts with a letter, has only a-z, A-Z, 0-9, "-" and "_", and ${longest} characters at most; it is not a device name of Windows (con, aux, nul), and no namespace that other code has (System, Amazon).`;

/** What is wrong with the name of a project or of a handler, or undefined. */
export function nameProblem(name: string): string | undefined {
  for (const { of, pattern, problem } of nameRules) {
    const text = of === 'name' ? name : pascalCase(name);
    if (pattern.test(text)) return problem(text);
  }
  return undefined;
}

/**
 * The C# root namespace of a project. A namespace that has the name of a type in its sources would hide the type
 * (CS0118), hence the suffix.
 */
export function rootNamespace(projectName: string, types: ReadonlySet<string>): string {
  const namespace = pascalCase(projectName);
  return types.has(namespace) ? `${namespace}App` : namespace;
}

/** The Lambda name of a function that is added to a project. */
export function functionName(projectName: string, handler: string): string {
  return `${projectName}-${handler}`;
}

/** A project's name as Docker and Amazon ECR take it: in lower case, separators single and inside alone. */
export function imageName(projectName: string): string {
  return projectName
    .toLowerCase()
    .split(/[-_]+/)
    .filter((word) => word !== '')
    .join('-');
}
