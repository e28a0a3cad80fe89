import { aliasProblem } from '../platform/aws-names.ts';
import { functionUrls } from './console.ts';
import {
  aliasConfiguration,
  type Facts,
  functionConfiguration,
  functionDescription,
  urlConfiguration,
} from './function-shapes.ts';
import { checkQualifier, invalidValue, ServiceError } from './invoke-request.ts';
import type { EmulatedFunction } from './types.ts';

/** What the service knows when it is asked. */
export interface Asked {
  readonly functions: readonly EmulatedFunction[];
  /** The function that the URL's root leads to. */
  readonly chosen: string | undefined;
  readonly facts: Facts;
  /** `http://HOST:PORT` as the caller has it. */
  readonly origin: string;
  readonly query: URLSearchParams;
}

/** The function that a path names. */
interface Named {
  readonly fn: EmulatedFunction;
  /** A version or an alias. */
  readonly qualifier: string | undefined;
  /** What the path has behind the function's name; decoded. */
  readonly rest: string;
}

export type ReadOperation = {
  /** As in Lambda's service model. */
  readonly name: string;
  /** Of a GET request; the groups are the function's name and what `rest` is. */
  readonly path: RegExp;
} & (
  | { readonly of: 'functions'; answer(asked: Asked): object }
  | { readonly of: 'function'; answer(asked: Asked, named: Named): object }
);

/** So many items a page has at most, whatever is asked for (Lambda API, ListFunctions). */
const pageSize = 50;
/** The values of MaxItems (Lambda API, ListFunctions and ListAliases). */
const mostItems = 10_000;

/** A page of a list: where the one before ended stands in Marker. */
function page<T>(items: readonly T[], query: URLSearchParams, name: string): object {
  const wanted = query.get('MaxItems');
  const marker = query.get('Marker');
  if (wanted !== null && !(/^\d{1,5}$/.test(wanted) && Number(wanted) >= 1 && Number(wanted) <= mostItems)) {
    throw invalidValue(wanted, 'maxItems', `Member must have value from 1 to ${mostItems}`);
  }
  if (marker !== null && !/^\d{1,9}$/.test(marker)) {
    throw invalidValue(marker, 'marker', 'Member must be the NextMarker of an answer');
  }
  const start = Number(marker ?? 0);
  const end = start + Math.min(Number(wanted ?? pageSize), pageSize);
  return { [name]: items.slice(start, end), ...(end < items.length ? { NextMarker: String(end) } : {}) };
}

const missing = (message: string) => new ServiceError(404, 'ResourceNotFoundException', message);

function aliasOf({ rest }: Named): string {
  const problem = aliasProblem(checkQualifier(rest));
  if (problem !== undefined) throw invalidValue(rest, 'name', problem);
  return rest;
}

/** What tools ask of a function before or besides calling it; waiters (function-active-v2 and so on) ask the same. */
export const readOperations: readonly ReadOperation[] = [
  {
    name: 'ListFunctions',
    path: /^\/2015-03-31\/functions\/?$/,
    of: 'functions',
    answer: ({ functions, facts, query }) => {
      const qualifier = query.get('FunctionVersion') === 'ALL' ? '$LATEST' : undefined;
      const all = functions.map((fn) => functionConfiguration(fn, facts, qualifier));
      return page(all, query, 'Functions');
    },
  },
  {
    name: 'GetFunction',
    path: /^\/2015-03-31\/functions\/([^/]+)\/?$/,
    of: 'function',
    answer: ({ facts }, { fn, qualifier }) => functionDescription(fn, facts, qualifier),
  },
  {
    name: 'GetFunctionConfiguration',
    path: /^\/2015-03-31\/functions\/([^/]+)\/configuration$/,
    of: 'function',
    answer: ({ facts }, { fn, qualifier }) => functionConfiguration(fn, facts, qualifier),
  },
  {
    name: 'ListVersionsByFunction',
    path: /^\/2015-03-31\/functions\/([^/]+)\/versions$/,
    of: 'function',
    answer: ({ facts, query }, { fn }) =>
      page([functionConfiguration(fn, facts, '$LATEST')], query, 'Versions'),
  },
  {
    name: 'ListAliases',
    path: /^\/2015-03-31\/functions\/([^/]+)\/aliases$/,
    of: 'function',
    answer: ({ query }) => page([], query, 'Aliases'),
  },
  {
    name: 'GetAlias',
    path: /^\/2015-03-31\/functions\/([^/]+)\/aliases\/([^/]+)$/,
    of: 'function',
    answer: ({ facts }, named) => aliasConfiguration(named.fn, facts, aliasOf(named)),
  },
  {
    name: 'GetFunctionUrlConfig',
    path: /^\/2021-10-31\/functions\/([^/]+)\/url$/,
    of: 'function',
    answer: ({ functions, chosen, facts, origin }, { fn }) => {
      const here = functionUrls(origin, functions, chosen).find((shown) => shown.fn.name === fn.name);
      const configuration = here && urlConfiguration(fn, facts, here.url);
      if (!configuration) throw missing('The resource you requested does not exist.');
      return configuration;
    },
  },
];

/** The operation of a GET request for a path; undefined when there is none. */
export const readOperation = (path: string): ReadOperation | undefined =>
  readOperations.find((operation) => operation.path.test(path));
