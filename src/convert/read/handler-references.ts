import type { Node } from '../../dotnet/csharp.ts';
import {
  codeOf,
  type Declarations,
  type MethodDeclaration,
  methodOf,
  parametersOf,
  type TypeDeclaration,
} from '../../dotnet/declarations.ts';
import type { Place } from '../../dotnet/scope.ts';
import { localFunctionsIn, placeAt, variableIn } from '../../dotnet/source-index.ts';
import { formatTypeName, lastPart, parseTypeName } from '../../dotnet/type-names.ts';
import { lineageOf, methodAs } from './base-types.ts';
import type { WrittenAt } from './json-graph.ts';
import { lambdaResult } from './lambda-result.ts';
import type { ProjectFacts } from './project-model.ts';
import { type Signature, signatureOf } from './signature.ts';

/** The types that an explicit `Func<…>` or `Action<…>` hands over. */
function delegateSignature(written: string): Signature | undefined {
  const type = parseTypeName(written);
  const name = lastPart(type);
  if (name !== 'Func' && name !== 'Action') return undefined;
  const all = type.arguments.map((argument) => formatTypeName(argument));
  const parameters = (name === 'Func' ? all.slice(0, -1) : all).map((t) => ({
    name: '',
    type: t,
    modifiers: [],
    attributes: [],
    hasDefault: false,
  }));
  const returnType = name === 'Func' ? (all.at(-1) as string) : 'void';
  return signatureOf({ parameters, returnType });
}

/** The type that a variable is declared with, or that its `new` names. */
function variableType(file: Declarations, name: string): string | undefined {
  const variable = variableIn(file, name);
  if (variable?.type !== undefined) return variable.type;
  const made = variable?.value?.type === 'object_creation_expression' ? variable.value : undefined;
  return made && codeOf(made.childForFieldName('type'));
}

/** A handler's types, and where they are named. */
export interface Handed {
  readonly signature: Signature;
  readonly place: Place;
  /** The registration. */
  readonly at?: WrittenAt['at'];
}

/** Reads what one entry point hands to Lambda. */
export class EntryPointReader {
  readonly #facts: ProjectFacts;
  readonly #file: Declarations;

  constructor(facts: ProjectFacts, file: Declarations) {
    this.#facts = facts;
    this.#file = file;
  }

  /** Where the code of a node stands: inside of which types. */
  placeOf(node: Node): Place {
    return placeAt(this.#file, node);
  }

  /** What the first argument hands over; undefined when the source does not say it. */
  handedBy(handler: Node): Handed | undefined {
    return this.#handedBy(handler, new Set());
  }

  /** `names` are the variables that led here, so that those which name each other come to an end. */
  #handedBy(handler: Node, names: Set<string>): Handed | undefined {
    if (handler.type === 'identifier') return this.#ofIdentifier(handler, names);
    if (handler.type === 'member_access_expression') return this.#ofMember(handler);
    if (handler.type === 'lambda_expression') return this.#here(handler, this.#ofLambda(handler));
    if (handler.type === 'cast_expression' || handler.type === 'object_creation_expression')
      return this.#here(handler, delegateSignature(codeOf(handler.childForFieldName('type'))));
    return undefined;
  }

  #here(node: Node, signature: Signature | undefined): Handed | undefined {
    return signature && { signature, place: this.placeOf(node) };
  }

  #ofIdentifier(node: Node, names: Set<string>): Handed | undefined {
    const variable = variableIn(this.#file, node.text);
    if (variable?.type !== undefined) return this.#here(node, delegateSignature(variable.type));
    if (variable?.value !== undefined && !names.has(node.text) && variable.value.text !== node.text)
      return this.#handedBy(variable.value, names.add(node.text));
    const place = this.placeOf(node);
    const local = localFunctionsIn(this.#file, node.text).map((f) => ({
      method: methodOf(f, this.#file.source),
      place,
    }));
    const own = this.#facts.scope.byFullName(
      [place.namespace, ...place.containers].filter(Boolean).join('.'),
    );
    return this.#only([...local, ...this.#methodsOf(own, node.text)]);
  }

  #ofMember(node: Node): Handed | undefined {
    const target = node.childForFieldName('expression') as Node;
    const typeName =
      target.type === 'object_creation_expression'
        ? codeOf(target.childForFieldName('type'))
        : (variableType(this.#file, target.text) ?? codeOf(target));
    const types = this.#facts.scope.find(parseTypeName(typeName).name, this.placeOf(node));
    return this.#only(this.#methodsOf(types, node.childForFieldName('name')?.text));
  }

  #methodsOf(types: readonly TypeDeclaration[], name: string | undefined) {
    return lineageOf(this.#facts, types).flatMap((ancestor) =>
      ancestor.type.methods
        .filter((method) => method.name === name)
        .map((method) => ({ method: methodAs(method, ancestor), place: ancestor.place })),
    );
  }

  #ofLambda(node: Node): Signature | undefined {
    const type = node.childForFieldName('type');
    const parameters = parametersOf(node.childForFieldName('parameters'));
    const returnType = type ? codeOf(type) : lambdaResult(node);
    if (returnType === undefined || parameters.some((parameter) => parameter.type === '')) return undefined;
    return signatureOf({ parameters, returnType });
  }

  #only(found: readonly { method: MethodDeclaration; place: Place }[]): Handed | undefined {
    const [only] = found;
    return only && found.length === 1
      ? { signature: signatureOf(only.method), place: only.place }
      : undefined;
  }

  /** `Create<Order, Receipt>` says it itself. */
  ofArguments(name: Node): Signature | undefined {
    const list = name.namedChildren.find((child) => child?.type === 'type_argument_list');
    if (!list) return undefined;
    const [input, output] = list.namedChildren.map((child) => codeOf(child));
    return { input, output, takesContext: true, returns: 'value' };
  }
}
