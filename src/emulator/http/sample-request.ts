import type { HttpRequest } from './request.ts';
import { type ApiRoute, defaultRoute } from './routes.ts';

/** Methods whose requests have a body as a rule. */
const withBody: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/**
 * A request that a route takes: GET where it takes every method, the name of each parameter as its value, and an empty
 * JSON object where a body is usual. Its path is below the stage.
 */
export function sampleRequest(route: Pick<ApiRoute, 'method' | 'path'>): HttpRequest {
  const method = route.method === 'ANY' ? 'GET' : route.method;
  const body = withBody.has(method) ? '{}' : '';
  const sized = [
    ['content-type', 'application/json'] as const,
    ['content-length', `${body.length}`] as const,
  ];
  return {
    method,
    path: route.path === defaultRoute ? '/' : route.path.replaceAll(/\{([^{}+]+)\+?\}/g, '$1'),
    query: '',
    headers: [['accept', '*/*'], ...(body === '' ? [] : sized)],
    body: Buffer.from(body),
    sourceIp: '127.0.0.1',
    port: 443,
    protocol: 'HTTP/1.1',
  };
}
