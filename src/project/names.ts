import { lambdaLimits } from '../platform/limits.ts';

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
  if (name === '') return 'the name is empty; it takes a-z, A-Z, 0-9, "-" and "_", a letter first.';
  if (name.length > lambdaLimits.functionNameLength) {
    return `the name has ${name.length} characters; Lambda takes ${lambdaLimits.functionNameLength} at most.`;
  }
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)) {
    return 'a name must start with a letter and have only a-z, A-Z, 0-9, "-" and "_".';
  }
  if (windowsDevice.test(name)) return `Windows keeps that name for a device; take another.`;
  if (takenNamespaces.has(pascalCase(name))) {
    return `its C# namespace would be ${pascalCase(name)}, which other code has already; take another.`;
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
