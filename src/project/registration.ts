import type { Library } from '../platform/options.ts';

/** A handler as the entry point needs to know it. */
export interface Handler {
  /** The value of Lambda's Handler setting. */
  readonly handler: string;
  readonly className: string;
  readonly input: string | null;
  readonly output: string | null;
  /** The name of the project's JsonSerializerContext. */
  readonly context: string;
  /** Whether its class has something to do before the first event. */
  readonly initializes: boolean;
}

/** The property of the generated context that describes a type (`string` is `String`). */
function typeInfo(context: string, type: string): string {
  const name = type === 'string' ? 'String' : type;
  return `${context}.Default.${name}`;
}

/** Types that cross the boundary as they are: a string has a codec of its own, a Stream needs none. */
const isText = (type: string | null) => type === 'string' || type === null;
const isRaw = (type: string | null) => type === 'Stream' || type === null;

const isRawHandler = ({ input, output }: Handler) => isRaw(input) && isRaw(output);

function builtinLines(of: Handler): string[] {
  const { handler, className, input, output, context, initializes } = of;
  const untyped = (isText(input) && isText(output)) || isRawHandler(of);
  const types = [input, output].filter((type) => type !== null && type !== 'Stream') as string[];
  const infos = untyped ? [] : types.map((type) => typeInfo(context, type));
  return [
    `.Handle(${[`"${handler}"`, `${className}.Handle`, ...infos].join(', ')})`,
    ...(initializes ? [`.OnInit("${handler}", ${className}.InitializeAsync)`] : []),
  ];
}

function awsLines(of: Handler): string[] {
  const { handler, className, input, output, initializes } = of;
  const types = [input, output].filter((type) => type !== null).join(', ');
  const generic = types === '' || isRawHandler(of) ? '' : `<${types}>`;
  const serializer = isRawHandler(of) ? '' : ', serializer';
  const entry = `["${handler}"] = LambdaBootstrapBuilder.Create${generic}(${className}.Handle${serializer})`;
  return initializes
    ? [entry, `    .UseBootstrapHandler(async () => { await ${className}.InitializeAsync(); return true; }),`]
    : [`${entry},`];
}

/** The C# that makes a handler known to its library, line by line. */
export const registrationLines: Record<Library, (handler: Handler) => string[]> = {
  builtin: builtinLines,
  aws: awsLines,
};
