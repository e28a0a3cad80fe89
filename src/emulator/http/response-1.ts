import { validateHeaderValue } from 'node:http';
import * as v from 'valibot';
import type { EventContext, Translated } from './format.ts';
import { isBinaryType } from './payload-1.ts';
import { type HttpRequest, header } from './request.ts';
import {
  type HttpResponse,
  headerList,
  headersSchema,
  looseStatusSchema,
  multiHeadersSchema,
  parsed,
  singleHeaders,
  statusSchema,
} from './response.ts';

/** What functions return in payload format 1.0, and to a load balancer. */

const bodySchema = {
  body: v.nullish(v.string()),
  isBase64Encoded: v.nullish(v.boolean()),
};

const schema1 = v.object({
  statusCode: looseStatusSchema,
  headers: v.nullish(headersSchema),
  multiValueHeaders: v.nullish(multiHeadersSchema),
  ...bodySchema,
});

type Fields = readonly (readonly [name: string, value: string])[];

const multiHeaders = (headers: v.InferOutput<typeof multiHeadersSchema> | null | undefined): Fields =>
  Object.entries(headers ?? {}).flatMap(([name, all]) => all.map((value) => [name, String(value)] as const));

/** Of a name that is in both, those with several values count. Source: API Gateway, "Lambda proxy integrations". */
function mergedHeaders({ headers, multiValueHeaders }: v.InferOutput<typeof schema1>): Fields {
  const multi = multiHeaders(multiValueHeaders);
  const names = new Set(multi.map(([name]) => name.toLowerCase()));
  return [...singleHeaders(headers).filter(([name]) => !names.has(name.toLowerCase())), ...multi];
}

interface Response1 {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

function response1(payload: Buffer, contentType: string): Response1 | undefined {
  const json = parsed(payload);
  const result = json && v.safeParse(schema1, json.value);
  if (!result?.success) return undefined;
  const { statusCode: status, body, isBase64Encoded } = result.output;
  const headers = headerList(mergedHeaders(result.output), contentType);
  return headers && { status, headers, body: body ?? '', isBase64Encoded: isBase64Encoded === true };
}

/** What a function returns to an HTTP API with payload format 1.0; a status it must have. */
export function httpApi1Response(payload: Buffer): Translated | undefined {
  const response = response1(payload, 'text/plain; charset=utf-8');
  if (!response) return undefined;
  const { body, isBase64Encoded, ...head } = response;
  return { response: { ...head, body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') } };
}

/** Fields that a REST API sends as `x-amzn-Remapped-…`: those among the documented ones that a function may well set. */
const remapped = new Set(['date', 'server', 'www-authenticate']);

const remap = (headers: readonly string[]): string[] =>
  headers.map((text, i) =>
    i % 2 === 0 && remapped.has(text.toLowerCase()) ? `x-amzn-Remapped-${text}` : text,
  );

/**
 * What a function returns to a REST API; a status it must have. Base64 is decoded when the first type that the client
 * accepts is one of the API's binary media types, and sent as it is otherwise. Source: API Gateway, "Return binary
 * media from a Lambda proxy integration".
 */
export function restResponse(
  payload: Buffer,
  request: HttpRequest,
  { binaryMediaTypes }: EventContext,
): Translated | undefined {
  const result = response1(payload, 'application/json');
  if (!result) return undefined;
  const { body, isBase64Encoded, ...head } = result;
  const isBinary = isBase64Encoded && isBinaryType(binaryMediaTypes, header(request, 'accept'));
  const headers = remap(head.headers);
  const response = { ...head, headers, body: Buffer.from(body, isBinary ? 'base64' : 'utf8') };
  return {
    response,
    note:
      isBase64Encoded && !isBinary
        ? 'the client got base64, since no binary media type of the REST API (BinaryMediaTypes) is what it accepts first'
        : undefined,
  };
}

const albSchema = v.object({
  statusCode: statusSchema,
  statusDescription: v.nullish(v.string()),
  headers: v.nullish(headersSchema),
  multiValueHeaders: v.nullish(multiHeadersSchema),
  ...bodySchema,
});

/** The words after a status: `404 Not Found` has its number twice. Undefined for what a status line cannot carry. */
function reasonOf(description: string | null | undefined): string | undefined {
  const reason = /^\s*(?:\d{3})?\s*(.*)$/s.exec(description ?? '')?.[1]?.trim() ?? '';
  try {
    validateHeaderValue('reason', reason);
  } catch {
    return undefined;
  }
  return reason === '' ? undefined : reason;
}

/**
 * What a function returns to a load balancer. Its headers are those of the form that the target group has; the others
 * are not read. Source: Elastic Load Balancing, "Use Lambda functions as targets", which asks for headers and
 * isBase64Encoded as well. What happens without them is not documented; here they may be absent, and the user is told.
 */
const albResponse =
  (form: 'headers' | 'multiValueHeaders') =>
  (payload: Buffer): Translated | undefined => {
    const json = parsed(payload);
    const result = json && v.safeParse(albSchema, json.value);
    if (!result?.success) return undefined;
    const { statusCode: status, statusDescription, body, isBase64Encoded } = result.output;
    const fields =
      form === 'headers'
        ? singleHeaders(result.output.headers)
        : multiHeaders(result.output.multiValueHeaders);
    const headers = headerList(fields, 'application/octet-stream');
    if (!headers) return undefined;
    const response: HttpResponse = {
      status,
      reason: reasonOf(statusDescription),
      headers,
      body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
    };
    const absent = [form, 'isBase64Encoded'].filter(
      (name) => (result.output as Record<string, unknown>)[name] == null,
    );
    const note =
      absent.length === 0
        ? undefined
        : `its response has no ${absent.join(' and no ')}, which a load balancer asks for`;
    return { response, note };
  };

export const albSingleResponse = albResponse('headers');
export const albMultiResponse = albResponse('multiValueHeaders');
