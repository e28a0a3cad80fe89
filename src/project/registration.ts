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

function builtinLine(of: Handler): string {
  const { handler, className, input, output, context } = of;
  const untyped = (isText(input) && isText(output)) || isRawHandler(of);
  const types = [input, output].filter((type) => type !== null && type !== 'Stream') as string[];
  const infos = untyped ? [] : types.map((type) => typeInfo(context, type));
  return `.Handle(${[`"${handler}"`, `${className}.Handle`, ...infos].join(', ')})`;
}

function awsLine(of: Handler): string {
  const { handler, className, input, output } = of;
  if (isRawHandler(of)) return `["${handler}"] = LambdaBootstrapBuilder.Create(${className}.Handle),`;
  const types = [input, output].filter((type) => type !== null).join(', ');
  const create = `LambdaBootstrapBuilder.Create${types === '' ? '' : `<${types}>`}`;
  return `["${handler}"] = ${create}(${className}.Handle, serializer),`;
}

/** The C# that makes a handler known to its library. */
export const registrationLine: Record<Library, (handler: Handler) => string> = {
  builtin: builtinLine,
  aws: awsLine,
};
