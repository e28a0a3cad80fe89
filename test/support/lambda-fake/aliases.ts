import { randomUUID } from 'node:crypto';
import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import { conflict, invalid, notFound, stale } from './errors.ts';
import type { FakeFunction } from './function.ts';
import type { LambdaFake } from './lambda-fake.ts';
import { page, type Route, route } from './route.ts';

const functions = '/2015-03-31/functions';

/** What the service refuses of an alias that shares its calls. */
function checkWeights(
  fn: FakeFunction,
  name: string,
  version: string,
  weights: Record<string, number>,
): void {
  const [[other, weight] = [], ...more] = Object.entries(weights);
  if (other === undefined || weight === undefined) return;
  if (more.length > 0) throw invalid('Number of items in AdditionalVersionWeights cannot be greater than 1.');
  if (weight < 0 || weight > 1) throw invalid('AdditionalVersionWeights must be between 0.0 and 1.0.');
  if (![version, other].every((one) => /^\d+$/.test(one))) {
    throw invalid('$LATEST is not supported for an alias pointing to more than 1 version');
  }
  if (version === other)
    throw invalid(
      `Invalid function version ${other}. Function version ${other} is already included in the routing configuration.`,
    );
  const [a, b] = [version, other].map((one) => fn.resolve(one).configuration);
  if (a?.Role !== b?.Role) throw invalid('Function versions must have the same execution role.');
  if (a?.DeadLetterConfig?.TargetArn !== b?.DeadLetterConfig?.TargetArn) {
    throw invalid('Function versions must have the same dead letter configuration.');
  }
  if (fn.provisioned.some(({ FunctionArn }) => FunctionArn?.endsWith(`:${name}`))) {
    throw invalid('Alias with weights can not be used with Provisioned Concurrency');
  }
}

interface AliasRequest extends AliasConfiguration {
  readonly RevisionId?: string;
}

function setAlias(fake: LambdaFake, name: string | undefined, alias: string, body: AliasRequest): unknown {
  const fn = fake.get(name);
  const before = fn.aliases.get(alias);
  if (body.RevisionId !== undefined && body.RevisionId !== before?.RevisionId) throw stale();
  const FunctionVersion = body.FunctionVersion ?? before?.FunctionVersion;
  fn.resolve(FunctionVersion);
  const RoutingConfig = body.RoutingConfig ?? before?.RoutingConfig;
  checkWeights(fn, alias, FunctionVersion ?? '', RoutingConfig?.AdditionalVersionWeights ?? {});
  const configuration = {
    Name: alias,
    FunctionVersion,
    AliasArn: `${fn.configuration.FunctionArn}:${alias}`,
    RevisionId: randomUUID(),
    ...(RoutingConfig ? { RoutingConfig } : {}),
  } as AliasConfiguration;
  fn.aliases.set(alias, configuration);
  return configuration;
}

/** Lambda's calls for aliases. */
export const aliasRoutes: readonly Route[] = [
  route('POST', `${functions}/:name/aliases`, 'CreateAlias', (fake, { names, body }) => {
    if (fake.get(names[0]).aliases.has(body.Name)) throw conflict(`Alias already exists: ${body.Name}`);
    return setAlias(fake, names[0], body.Name, body);
  }),
  route('GET', `${functions}/:name/aliases`, 'ListAliases', (fake, request) =>
    page([...fake.get(request.names[0]).aliases.values()], request, 'Aliases'),
  ),
  route('PUT', `${functions}/:name/aliases/:name`, 'UpdateAlias', (fake, { names, body }) => {
    if (!fake.get(names[0]).aliases.has(names[1] as string)) throw notFound(`Alias not found: ${names[1]}`);
    return setAlias(fake, names[0], names[1] as string, body);
  }),
];
