import { lambdaLimits } from './platform.ts';

const allowed =
  'start with a letter, then letters, digits, "-" or "_" (a to z, A to Z, 0 to 9), 64 characters at most';

/** Names that Windows keeps for devices: a folder of that name cannot be made or cloned there. */
const windowsDevice = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/i;

/** Root namespaces that the framework, AWS's packages and the built-in runtime already use. */
const takenNamespaces = new Set(['System', 'Microsoft', 'Windows', 'Amazon', 'LambdaRuntime', 'Xunit']);

/** The words of a name in C#'s casing: `my-fn_two` is `MyFnTwo`. */
export function pascalCase(name: string): string {
  return name
    .split(/[-_]+/)
    .filter((word) => word !== '')
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join('');
}

/**
 * What is wrong with a name that must serve Lambda (`[a-zA-Z0-9-_]{1,64}`), C# (an identifier) and every file
 * system at once, or undefined.
 */
export function nameProblem(name: string): string | undefined {
  if (name === '') return `the name is empty; ${allowed}.`;
  if (name.length > lambdaLimits.functionNameLength) {
    return `the name has ${name.length} characters; Lambda takes ${lambdaLimits.functionNameLength} at most.`;
  }
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)) return `a name must ${allowed}.`;
  if (windowsDevice.test(name)) return `Windows keeps that name for a device; take another.`;
  if (takenNamespaces.has(pascalCase(name))) {
    return `its C# namespace would be ${pascalCase(name)}, which .NET uses itself; take another.`;
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
