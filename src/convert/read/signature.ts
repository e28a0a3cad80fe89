import type { MethodDeclaration, ParameterDeclaration } from '../../dotnet/declarations.ts';
import { lastPart, parseTypeName } from '../../dotnet/type-names.ts';

/** What a handler takes and gives, as C# writes it. */
export interface Signature {
  /** The event's type; undefined when the handler takes none. */
  readonly input: string | undefined;
  readonly takesContext: boolean;
  /** T of Task<T>; undefined for void and Task. */
  readonly output: string | undefined;
  readonly returns: 'value' | 'Task' | 'ValueTask';
}

const isContext = ({ type }: ParameterDeclaration) => lastPart(parseTypeName(type)) === 'ILambdaContext';

function outputOf(returnType: string): Pick<Signature, 'output' | 'returns'> {
  if (returnType === 'void') return { output: undefined, returns: 'value' };
  const type = parseTypeName(returnType);
  const name = lastPart(type);
  if ((name !== 'Task' && name !== 'ValueTask') || type.suffixes.length > 0) {
    return { output: returnType, returns: 'value' };
  }
  const inner = /<(.*)>$/s.exec(returnType)?.[1];
  return { output: inner, returns: name };
}

/** What a method has that no Lambda handler may have, as a clause for the user, or undefined. */
export function signatureProblem(method: MethodDeclaration): string | undefined {
  const { parameters, modifiers } = method;
  const unusual = parameters.find(({ modifiers: m }) => m.length > 0);
  if (method.isGeneric) return 'is generic, and Lambda names no type arguments';
  if (unusual) return `takes ${unusual.modifiers.join(' ')} ${unusual.name}, which Lambda cannot pass`;
  if (modifiers.includes('private') || modifiers.includes('protected')) return 'is not public';
  if (!modifiers.includes('public') && !modifiers.includes('internal')) return 'is not public';
  if (
    parameters.length > 2 ||
    (parameters.length === 2 && !isContext(parameters[1] as ParameterDeclaration))
  ) {
    return 'takes more than an event and an ILambdaContext';
  }
  if (method.returnType === 'void' && modifiers.includes('async')) {
    return 'is async void: Lambda would answer before it is done; return Task';
  }
  if (/^(System\.Collections\.Generic\.)?IAsyncEnumerable</.test(method.returnType)) {
    return 'returns an IAsyncEnumerable, which has no form in Lambda; return a list';
  }
  return undefined;
}

/** Reads a handler's signature; signatureProblem has nothing to say against it. */
export function signatureOf({
  parameters,
  returnType,
}: Pick<MethodDeclaration, 'parameters' | 'returnType'>): Signature {
  const event = parameters.find((parameter) => !isContext(parameter));
  return {
    input: event?.type,
    takesContext: parameters.some(isContext),
    ...outputOf(returnType),
  };
}
