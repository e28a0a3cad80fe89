import type { Cors } from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import { lambdaLimits } from '../../platform/limits.ts';
import { invokeModes, urlAuths } from '../../platform/options.ts';
import { integerIn, texts } from '../values.ts';

/** The function's own address. */

/** Who may call it, whether it streams, and which web pages may read it. */
export const urlSchema = v.object({
  auth: v.picklist(urlAuths),
  invokeMode: v.optional(v.picklist(invokeModes)),
  cors: v.optional(
    v.object({
      origins: v.optional(texts),
      methods: v.optional(texts),
      headers: v.optional(texts),
      exposeHeaders: v.optional(texts),
      credentials: v.optional(v.boolean()),
      maxAge: v.optional(integerIn(lambdaLimits.corsMaxAgeSeconds)),
    }),
  ),
});

export type UrlSettings = v.InferOutput<typeof urlSchema>;
export type WantedUrl = Omit<UrlSettings, 'auth'> & { readonly auth: UrlSettings['auth'] | 'off' };

const authTypes = { none: 'NONE', iam: 'AWS_IAM' } as const;
const invokeModeWords = { buffered: 'BUFFERED', streaming: 'RESPONSE_STREAM' } as const;

/** What the settings say of other web sites that may call the URL. */
export type CorsSettings = NonNullable<UrlSettings['cors']>;

/** Methods and headers are open to the sites that may call, where the settings say nothing else. */
export function completeCors(cors: CorsSettings): CorsSettings {
  const hasOrigins = cors.origins !== undefined && cors.origins.length > 0;
  const all = hasOrigins ? ['*'] : undefined;
  return { ...cors, methods: cors.methods ?? all, headers: cors.headers ?? all };
}

/** The settings' words for CORS as Lambda's. */
function corsOf(url: UrlSettings): Cors | undefined {
  if (url.cors === undefined) return undefined;
  const cors = completeCors(url.cors);
  const request = {
    AllowOrigins: cors.origins,
    AllowMethods: cors.methods,
    AllowHeaders: cors.headers,
    ExposeHeaders: cors.exposeHeaders,
    AllowCredentials: cors.credentials,
    MaxAge: cors.maxAge,
  };
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}

export interface UrlRequest {
  readonly AuthType: 'NONE' | 'AWS_IAM';
  readonly InvokeMode?: 'BUFFERED' | 'RESPONSE_STREAM';
  readonly Cors?: Cors;
}

/** The URL as CreateFunctionUrlConfig, UpdateFunctionUrlConfig and SAM's FunctionUrlConfig take it. */
export function urlRequest(url: UrlSettings): UrlRequest {
  const cors = corsOf(url);
  return {
    AuthType: authTypes[url.auth],
    ...(url.invokeMode === undefined ? {} : { InvokeMode: invokeModeWords[url.invokeMode] }),
    ...(cors === undefined ? {} : { Cors: cors }),
  };
}
