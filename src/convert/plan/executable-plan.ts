import { UsageError, UserError } from '../../errors.ts';
import { type DeployedFunction, splitHandler } from '../read/deployment.ts';
import type { EntryPoint } from '../read/executable.ts';
import { assemblyName, shown } from '../read/locate.ts';
import { isProgram, programPlace } from '../read/program.ts';
import type { ProjectFacts } from '../read/project-model.ts';
import { keptRemark, serializerUses } from '../read/serializers.ts';
import { type CodePlan, type ConversionContext, namespaceOf } from './conversion-context.ts';
import { mentionRemark } from './deployment-plan.ts';
import { planSerializers } from './executable-serializers.ts';
import { sampleEvent } from './sample-event.ts';

/**
 * Lambda's Handler afterwards: an executable that went by its assembly's name, or by a method of it, goes by the new
 * one. A program that asks for its handler gets what it had.
 */
function handlerOf({ facts }: ConversionContext, { handler }: DeployedFunction): string {
  if (isProgram(facts, handler) || handler === undefined) return 'bootstrap';
  const isOfOldAssembly = splitHandler(handler) !== undefined && assemblyName(facts) !== 'bootstrap';
  return isOfOldAssembly && !asksForHandler(facts) ? 'bootstrap' : handler;
}

/** Whether a program looks at the handler that Lambda has for it. Source: "Defined runtime environment variables". */
const asksForHandler = ({ sources }: ProjectFacts) =>
  sources.some(({ source }) => source.text.includes('_HANDLER'));

/**
 * Functions that were deployed with methods of the program's assembly: the managed runtime calls those, natively the
 * program decides.
 * @throws UserError when they had different ones, which the program does not tell apart.
 */
function sayMethods(
  { facts, remarks }: ConversionContext,
  { file }: EntryPoint,
  own: readonly DeployedFunction[],
): void {
  if (asksForHandler(facts)) return;
  const byMethod = new Map(
    own
      .filter(({ handler }) => !isProgram(facts, handler) && splitHandler(handler ?? ''))
      .map((one) => [one.handler, one]),
  );
  const places = [...byMethod.values()].map((one) => `${one.file.path}:${one.line}: ${one.handler}`);
  if (places.length > 1) {
    throw new UserError(
      `${programPlace(facts, file)} starts the same loop for all functions, which have different handlers (${places.slice(0, mostShown).join(', ')}); make it choose by the variable _HANDLER, or remove it.`,
    );
  }
  for (const place of places)
    remarks.push(
      `${place} was the handler; natively ${programPlace(facts, file)} decides what handles an event.`,
    );
}

/** A message that lists more places than these is a page. */
const mostShown = 10;

/** The functions that run this program: those that name it, or no assembly at all, on a runtime for .NET. */
function ownFunctions({ facts }: ConversionContext): DeployedFunction[] {
  const known = facts.settings?.functions.map(({ handler }) => handler);
  return facts.own.filter(({ handler, handlerIsOpaque }) => {
    if (handlerIsOpaque) return false;
    if (handler !== undefined && splitHandler(handler)) return true;
    return known === undefined || known.includes(handler ?? '');
  });
}

/** The event of ASP.NET Core's hosting, by the source of events that it is given. */
function hostedEvent({ host, speaks }: EntryPoint): string | undefined {
  if (speaks !== 'hosting') return undefined;
  const source = /\bLambdaEventSource\.(\w+)/.exec(host.source.text)?.[1] ?? '';
  return { HttpApi: 'APIGatewayHttpApiV2ProxyRequest', RestApi: 'APIGatewayProxyRequest' }[source];
}

/** @throws UsageError for a handler that was named and that the program does not have from an earlier conversion. */
function requireNoHandlers({ project, settings }: ProjectFacts, asked: readonly string[]): void {
  const known = settings?.functions.map(({ handler }) => handler) ?? [];
  const isKnown = (handler: string) => {
    const [type = '', method = ''] = handler.split(/::|[.+]/).slice(-2);
    return known.some((name) => name === method || name === type || name.endsWith(`${type}.${method}`));
  };
  const other = asked.find((handler) => !isKnown(handler));
  if (other === undefined) return;
  throw new UsageError(
    settings
      ? `--handler "${other}" is not a handler of this project (${known.join(', ')}); undo the conversion first ("convert --undo").`
      : `--handler is for class libraries; ${project.name} has an entry point of its own, which decides.`,
  );
}

/** What is said of a program that starts Lambda's loop in a way that is not known here. */
function otherHostRemark(facts: ProjectFacts, { file, host }: EntryPoint): string {
  const advice = 'it has to do without reflection, or the function fails when it is invoked.';
  return file === host
    ? `${programPlace(facts, file)}: this program starts Lambda's loop itself, with code that is not known here, and stays as it is; ${advice}`
    : `${shown(facts.root, host.source.path)}: this starts Lambda's loop for the program, and stays as it is; ${advice}`;
}

/** Plans the code of a program that starts Lambda's loop itself: its entry point stays. */
export function planExecutable(conversion: ConversionContext, entryPoint: EntryPoint): CodePlan {
  const { facts, options } = conversion;
  requireNoHandlers(facts, options.handlers);
  for (const begin of entryPoint.unread)
    conversion.remarks.push(`${begin}, so see to it that its serializer knows them.`);
  conversion.remarks.push(...entryPoint.foreignSerializers.map(keptRemark), ...entryPoint.remarks);
  if (entryPoint.speaks === 'other') conversion.remarks.push(otherHostRemark(facts, entryPoint));
  const types = entryPoint.file.types.filter(({ namespace }) => namespace !== '');
  const namespace = namespaceOf(facts, types.slice(0, 1));
  if (entryPoint.speaks === 'aws') {
    planSerializers(conversion, entryPoint, namespace);
    conversion.packages.requireAws(serializerUses(facts).some(({ kind }) => kind !== 'custom'));
  }
  const own = ownFunctions(conversion);
  sayMethods(conversion, entryPoint, own);
  for (const mention of facts.mentions)
    conversion.remarks.push(mentionRemark(mention, 'bootstrap', conversion.runtime));
  const short = (deployed: DeployedFunction) => handlerOf(conversion, deployed).split('::').at(-1) as string;
  const names = [...new Set(own.length > 0 ? own.map(short) : ['bootstrap'])];
  const [handler] = entryPoint.handlers;
  const isOnly = entryPoint.handlers.length === 1 && handler;
  const event = isOnly
    ? sampleEvent(facts, handler.signature.input, handler.place, 'default')
    : sampleEvent(
        facts,
        hostedEvent(entryPoint),
        { file: entryPoint.file, namespace: '', containers: [] },
        'default',
      );
  return {
    namespace,
    handlers: names.map((name) => ({
      handler: name,
      event: `events/${name}.json`,
      deployed: own.filter((deployed) => short(deployed) === name),
    })),
    redeployments: own.map((deployed) => ({ deployed, handler: handlerOf(conversion, deployed) })),
    events: new Map(names.map((name) => [`events/${name}.json`, event])),
  };
}
