import {
  type AttributeUse,
  fullName,
  type MethodDeclaration,
  type TypeDeclaration,
} from '../../dotnet/declarations.ts';
import { type Signature, signatureOf } from './signature.ts';

/** A method of Amazon.Lambda.Annotations: a source generator wraps it, and the wrapper is the handler. */
export interface Annotation {
  /** The wrapper's full name. */
  readonly wrapper: string;
  /** The logical id that it has in the template. */
  readonly resource: string;
  /** The event that the wrapper takes and the response it makes, of AWS's event packages. */
  readonly event: { readonly request: string; readonly response: string } | undefined;
}

const events = {
  rest: { request: 'APIGatewayProxyRequest', response: 'APIGatewayProxyResponse' },
  http: { request: 'APIGatewayHttpApiV2ProxyRequest', response: 'APIGatewayHttpApiV2ProxyResponse' },
  alb: { request: 'ApplicationLoadBalancerRequest', response: 'ApplicationLoadBalancerResponse' },
  restAuthorizer: {
    request: 'APIGatewayCustomAuthorizerRequest',
    response: 'APIGatewayCustomAuthorizerResponse',
  },
  httpAuthorizer: {
    request: 'APIGatewayCustomAuthorizerV2Request',
    response: 'APIGatewayCustomAuthorizerV2SimpleResponse',
  },
} as const;

/** The attributes that give a function an event; a function URL has the payload of an HTTP API. */
const attributes: readonly (readonly [string, keyof typeof events])[] = [
  ['RestApi', 'rest'],
  ['HttpApi', 'http'],
  ['FunctionUrl', 'http'],
  ['ALBApi', 'alb'],
  ['RestApiAuthorizer', 'restAuthorizer'],
  ['HttpApiAuthorizer', 'httpAuthorizer'],
];

const named = (attributes: readonly AttributeUse[], name: string) =>
  attributes.find((attribute) => attribute.name.split('.').at(-1) === name);

/** The payload of an HTTP API, or of its authorizer, can be set to that of a REST API. */
function payloadOf(kind: keyof typeof events, { attributes: uses }: MethodDeclaration): keyof typeof events {
  const isV1 = (name: string) => /\bV1\b/.test(named(uses, name)?.arguments ?? '');
  if (kind === 'http' && isV1('HttpApi')) return 'rest';
  return kind === 'httpAuthorizer' && isV1('HttpApiAuthorizer') ? 'restAuthorizer' : kind;
}

/** How Annotations treats a method, or undefined when it has no [LambdaFunction]. */
export function annotationOf(type: TypeDeclaration, method: MethodDeclaration): Annotation | undefined {
  const use = named(method.attributes, 'LambdaFunction');
  if (!use) return undefined;
  const kind = attributes.find(([name]) => named(method.attributes, name))?.[1];
  const event = kind && events[payloadOf(kind, method)];
  // The wrapper of a nested class stands beside the outer one.
  const wrapper = `${fullName({ ...type, containers: [] })}_${method.name}_Generated`;
  const given = /\bResourceName\s*=\s*"([^"]*)"/.exec(use.arguments)?.[1];
  // Source: LambdaFunctionModel.ResourceName.
  return { wrapper, resource: given ?? wrapper.replaceAll(/[^\p{L}\p{N}]/gu, ''), event };
}

/** The wrapper's signature. Source: GeneratedMethodModelBuilder of Amazon.Lambda.Annotations.SourceGenerator. */
export function generatedSignature(method: MethodDeclaration, { event }: Annotation): Signature {
  const own = {
    ...method,
    parameters: method.parameters.filter((p) => !named(p.attributes, 'FromServices')),
  };
  const signature = signatureOf(own);
  if (!event || (event === events.alb && signature.output === event.response)) return signature;
  const isVoid = signature.output === undefined;
  return {
    input: event.request,
    takesContext: true,
    output: 'Stream',
    returns: isVoid && signature.returns === 'value' ? 'value' : signature.returns,
  };
}

/** The types that the wrapper reads and writes as JSON besides its request and its response. */
export function bodyTypes(method: MethodDeclaration, { event }: Annotation): string[] {
  if (!event) return [];
  const bodies = method.parameters.filter((p) => named(p.attributes, 'FromBody')).map(({ type }) => type);
  const { output } = signatureOf(method);
  const isResult =
    output === undefined || /\bI(Http|Authorizer)Result$/.test(output) || output === event.response;
  return [...bodies, ...(isResult ? [] : [output])];
}
