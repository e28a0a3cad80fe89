import type { ApiFormatName } from '../../platform/options.ts';
import type { CorsSettings } from '../../settings/rows/url-request.ts';
import type { TakenRoute } from './format.ts';
import { httpApiPath } from './payload-2.ts';
import { decodedPath } from './request.ts';

/** A route of an API. */
export interface ApiRoute {
  /** In capital letters; `ANY` is every one. */
  readonly method: string;
  /** `/orders/{id}`, `/files/{proxy+}` or `$default`. */
  readonly path: string;
  readonly functionName: string;
  readonly format: ApiFormatName;
}

/** What a REST API answers OPTIONS with, for every caller; names and values in turn. */
export type FixedCors = readonly string[];

/** An API, or a load balancer, with its routes. */
export interface Api {
  /** Its name in the template. */
  readonly id: string;
  readonly format: ApiFormatName;
  /** `$default` is no part of the path. */
  readonly stage: string;
  readonly routes: readonly ApiRoute[];
  /** What an HTTP API allows the pages of other sites. */
  readonly cors?: CorsSettings | undefined;
  readonly fixedCors?: FixedCors | undefined;
  readonly binaryMediaTypes: readonly string[];
  /** What the user can do to open it to the pages of other sites. */
  readonly opening: string;
}

export const defaultRoute = '$default';

/** `GET /orders/{id}`, or `$default` alone. */
export const routeKey = ({ method, path }: Pick<ApiRoute, 'method' | 'path'>): string =>
  path === defaultRoute ? defaultRoute : `${method} ${path}`;

const segmentsOf = (path: string) => path.split('/').slice(1);

type Segment =
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'greedy'; readonly name: string };

/** In the order in which API Gateway prefers them. */
const ranks = { exact: 0, parameter: 1, greedy: 2 } as const;

function segmentOf(text: string): Segment {
  const [, name, plus] = /^\{([^{}+]+)(\+?)\}$/.exec(text) ?? [];
  if (name === undefined) return { kind: 'exact', text };
  return { kind: plus ? 'greedy' : 'parameter', name };
}

/** The parameters of a path that a route's path covers; undefined where it does not. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const own = segmentsOf(pattern).map(segmentOf);
  const sent = segmentsOf(path);
  const found: [string, string][] = [];
  for (const [i, segment] of own.entries()) {
    const rest = sent.slice(i).join('/');
    if (segment.kind === 'greedy') {
      if (rest === '') return undefined;
      found.push([segment.name, rest]);
      return Object.fromEntries(found);
    }
    const text = sent[i];
    if (text === undefined) return undefined;
    if (segment.kind === 'exact' ? text !== segment.text : text === '') return undefined;
    if (segment.kind === 'parameter') found.push([segment.name, text]);
  }
  return sent.length === own.length ? Object.fromEntries(found) : undefined;
}

/** Which of two paths says more of what it covers: negative for the first. `$default` says nothing. */
function bySpecificity(one: string, other: string): number {
  if (one === defaultRoute || other === defaultRoute) {
    return Number(one === defaultRoute) - Number(other === defaultRoute);
  }
  const [a, b] = [one, other].map((path) => segmentsOf(path).map((text) => ranks[segmentOf(text).kind]));
  const ours = a as number[];
  const theirs = b as number[];
  for (let i = 0; i < Math.min(ours.length, theirs.length); i++) {
    const difference = (ours[i] as number) - (theirs[i] as number);
    if (difference !== 0) return difference;
  }
  return theirs.length - ours.length;
}

const takes = (route: ApiRoute, method: string) => route.method === 'ANY' || route.method === method;

/** A route, and what a request has in the places of its parameters. */
export interface FoundRoute {
  readonly route: ApiRoute;
  readonly taken: TakenRoute;
}

function found(route: ApiRoute, parameters: Record<string, string>): FoundRoute {
  const resource = route.path;
  const hasParameters = Object.keys(parameters).length > 0;
  return {
    route,
    taken: { key: routeKey(route), resource, parameters: hasParameters ? parameters : undefined },
  };
}

/** A route with a path that it covers, whichever other route covers it too. */
export const routeWith = (route: ApiRoute, path: string): FoundRoute =>
  found(route, route.path === defaultRoute ? {} : (matchPath(route.path, path) ?? {}));

/** The paths of an API, most specific first, that cover a path. */
function covering(
  routes: readonly ApiRoute[],
  path: string,
): { route: ApiRoute; match: Record<string, string> }[] {
  return routes
    .flatMap((route) => {
      const match = route.path === defaultRoute ? {} : matchPath(route.path, path);
      return match === undefined ? [] : [{ route, match }];
    })
    .sort((a, b) => bySpecificity(a.route.path, b.route.path));
}

/** The method itself before ANY. */
const byMethod = (a: ApiRoute, b: ApiRoute) => Number(a.method === 'ANY') - Number(b.method === 'ANY');

/** Route and method together: what covers the path and does not take the method is passed over. */
function findWithMethod(routes: readonly ApiRoute[], method: string, path: string): FoundRoute | undefined {
  const candidates = covering(
    routes.filter((route) => takes(route, method)),
    path,
  );
  const [first] = candidates;
  if (!first) return undefined;
  const same = candidates.filter(({ route }) => bySpecificity(route.path, first.route.path) === 0);
  const best = same.sort((a, b) => byMethod(a.route, b.route))[0] as typeof first;
  return found(best.route, best.match);
}

/** The resource first, then its method: a resource that does not have it is the end. */
function findByResource(routes: readonly ApiRoute[], method: string, path: string): FoundRoute | undefined {
  const [first] = covering(routes, path);
  if (!first) return undefined;
  const own = routes
    .filter((route) => route.path === first.route.path && takes(route, method))
    .sort(byMethod);
  return own[0] && found(own[0], first.match);
}

const decodedValues = ({ route, taken }: FoundRoute): FoundRoute => ({
  route,
  taken: {
    ...taken,
    parameters:
      taken.parameters &&
      Object.fromEntries(Object.entries(taken.parameters).map(([name, value]) => [name, decodedPath(value)])),
  },
});

/**
 * How each kind of API finds the route of a path below its stage. HTTP APIs: a full match, then a greedy one, then
 * `$default` (API Gateway, "Create routes for HTTP APIs"), in the decoded path. REST APIs look for the resource first,
 * and a slash at the end makes no difference to them; neither is documented. A load balancer has paths that are compared
 * as they were sent.
 */
const finders: Record<
  ApiFormatName,
  (routes: readonly ApiRoute[], method: string, path: string) => FoundRoute | undefined
> = {
  'http-api': (routes, method, path) => findWithMethod(routes, method, httpApiPath(path)),
  'http-api-1.0': (routes, method, path) => findWithMethod(routes, method, httpApiPath(path)),
  rest: (routes, method, path) => {
    const route = findByResource(routes, method, path.replace(/(?<=.)\/$/, ''));
    return route && decodedValues(route);
  },
  alb: findWithMethod,
  'alb-multi': findWithMethod,
};

/** The route that a request to an API takes; `path` is what follows the stage. */
export const findRoute = (
  { format, routes }: Pick<Api, 'format' | 'routes'>,
  method: string,
  path: string,
): FoundRoute | undefined => finders[format](routes, method, path);

/** The path below the stage; undefined where the path does not begin with it. */
export function belowStage(stage: string, path: string): string | undefined {
  if (stage === defaultRoute) return path;
  if (path === `/${stage}`) return '/';
  return path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : undefined;
}
