import { insideQuotes } from '../../dotnet/bootstrap-chain.ts';
import type { CSharpParser, Node } from '../../dotnet/csharp.ts';
import { lastNameOf } from '../../dotnet/syntax.ts';
import type { DeployedFunction } from './deployment.ts';

const functions = `(object_creation_expression type: (_) @type initializer: (initializer_expression) @properties) @props`;

/** What CloudFormation takes for a property that is not set: MB and seconds. Source: Amazon.CDK.AWS.Lambda, FunctionProps. */
const defaults = { MemorySize: 128, Timeout: 3 } as const;

/** The properties of an initializer: `Name = value`. */
function assignments(initializer: Node): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const child of initializer.namedChildren) {
    if (child?.type !== 'assignment_expression') continue;
    const left = child.childForFieldName('left');
    const right = child.childForFieldName('right');
    if (left && right) found.set(left.text, right);
  }
  return found;
}

const textOf = (node: Node | undefined) =>
  node?.type === 'string_literal' ? insideQuotes(node.text) : undefined;

const numberOf = (node: Node | undefined) =>
  node?.type === 'integer_literal' ? Number(node.text) : undefined;

const seconds: Readonly<Record<string, number>> = { Seconds: 1, Minutes: 60 };

/** `Duration.Seconds(30)`; other ways to say it are left open. */
function secondsOf(node: Node | undefined): number | undefined {
  if (node?.type !== 'invocation_expression') return undefined;
  const unit = seconds[lastNameOf(node.childForFieldName('function'))];
  const argument = node.childForFieldName('arguments')?.namedChildren[0]?.namedChildren[0] ?? undefined;
  const number = numberOf(argument ?? undefined);
  return unit === undefined || number === undefined ? undefined : unit * number;
}

/** `Runtime.PROVIDED_AL2023` and `new Runtime("dotnet10", …)` as Lambda has them; other expressions are left open. */
function runtimeOf(node: Node | undefined): string | undefined {
  if (node?.type === 'object_creation_expression') {
    const argument = node.childForFieldName('arguments')?.namedChildren[0]?.namedChildren[0];
    return textOf(argument ?? undefined);
  }
  const word = lastNameOf(node ?? null);
  return word === '' ? undefined : word.toLowerCase().replace('_', word.startsWith('PROVIDED') ? '.' : '');
}

const architectureOf = (node: Node | undefined) =>
  ({ X86_64: 'x86_64', ARM_64: 'arm64' })[lastNameOf(node ?? null)];

/** The functions of a file of a CDK app in C#, as far as their FunctionProps say themselves what they are. */
export function cdkFunctions(parser: CSharpParser, text: string, path: string): DeployedFunction[] {
  const { root } = parser.parse(text, path);
  return parser.match(functions, root).flatMap(({ type, properties, props }): DeployedFunction[] => {
    if (lastNameOf(type as Node) !== 'FunctionProps') return [];
    const own = assignments(properties as Node);
    const handler = own.get('Handler');
    const timeout = own.get('Timeout');
    const memory = own.get('MemorySize');
    return [
      {
        format: 'cdk',
        file: { path },
        line: (props as Node).startPosition.row + 1,
        places: [],
        id: undefined,
        name: textOf(own.get('FunctionName')),
        handler: textOf(handler),
        handlerIsOpaque: handler !== undefined && textOf(handler) === undefined,
        code: undefined,
        runtime: runtimeOf(own.get('Runtime')),
        isImage: false,
        isGenerated: false,
        memorySize: memory === undefined ? defaults.MemorySize : numberOf(memory),
        timeout: timeout === undefined ? defaults.Timeout : secondsOf(timeout),
        architecture: architectureOf(own.get('Architecture')),
        durable: undefined,
      },
    ];
  });
}
