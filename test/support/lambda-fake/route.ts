import type { LambdaFake } from './lambda-fake.ts';

/** A request of Lambda's API, taken apart. */
export interface ApiRequest {
  /** The parts of the path that the route names. */
  readonly names: readonly string[];
  readonly query: URLSearchParams;
  // biome-ignore lint/suspicious/noExplicitAny: the wire's own shapes, checked field by field.
  readonly body: any;
}

export interface Route {
  readonly operation: string;
  readonly method: string;
  readonly path: RegExp;
  readonly answer: (fake: LambdaFake, request: ApiRequest) => unknown;
}

/** A route of a path in which `:name` stands for any name. */
export const route = (method: string, path: string, operation: string, answer: Route['answer']): Route => ({
  operation,
  method,
  path: new RegExp(`^${path.replaceAll(':name', '([^/]+)')}/?$`),
  answer,
});

/** Two to a page, so that whoever does not turn pages is found out. */
export function page<T>(items: readonly T[], { query }: ApiRequest, name: string): unknown {
  const at = Number(query.get('Marker') ?? 0);
  const next = at + 2 < items.length ? { NextMarker: String(at + 2) } : {};
  return { [name]: items.slice(at, at + 2), ...next };
}
