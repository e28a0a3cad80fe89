import type { Cors } from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import { UsageError } from '../../errors.ts';
import { lambdaLimits } from '../../platform/limits.ts';
import { invokeModes, urlAuths } from '../../platform/options.ts';
import { expression, type HclBody, type HclEntry, type HclTopBlock, nested, resource } from '../hcl.ts';
import { setting, type TerraformFunction } from '../row.ts';
import { choiceText, integerIn, plainChoices, texts } from '../values.ts';

/** The function's own address. */

/** Who may call it, whether it streams, and which web pages may read it. */
const urlSchema = v.object({
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

type UrlSettings = v.InferOutput<typeof urlSchema>;
export type WantedUrl = Omit<UrlSettings, 'auth'> & { readonly auth: UrlSettings['auth'] | 'off' };

/** What a public URL takes since October 2025. Source: Lambda guide, "Control access to Lambda function URLs". */
const publicUrl = 'Everyone may call the URL, and the function through it alone.';

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

const definedOnly = (body: Readonly<Record<string, HclEntry | undefined>>): HclBody =>
  Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, HclEntry] => entry[1] !== undefined),
  );

/** The URL of the alias, and who may call it. Source: the AWS provider's aws_lambda_function_url and aws_lambda_permission. */
function terraformUrl(own: UrlSettings, { label }: TerraformFunction): HclTopBlock[] {
  const { AuthType, InvokeMode, Cors } = urlRequest(own);
  const target = {
    function_name: expression(`aws_lambda_function.${label}.function_name`),
    qualifier: expression(`aws_lambda_alias.${label}.name`),
  };
  const cors =
    Cors &&
    nested(
      definedOnly({
        allow_origins: Cors.AllowOrigins,
        allow_methods: Cors.AllowMethods,
        allow_headers: Cors.AllowHeaders,
        expose_headers: Cors.ExposeHeaders,
        allow_credentials: Cors.AllowCredentials,
        max_age: Cors.MaxAge,
      }),
    );
  const url = resource(
    'aws_lambda_function_url',
    label,
    definedOnly({ ...target, authorization_type: AuthType, invoke_mode: InvokeMode, cors }),
  );
  if (AuthType !== 'NONE') return [url];
  const everyone = (name: string, action: string, condition: HclBody) =>
    resource('aws_lambda_permission', `${label}_${name}`, {
      ...target,
      action,
      principal: '*',
      ...condition,
    });
  return [
    url,
    {
      ...everyone('url', 'lambda:InvokeFunctionUrl', { function_url_auth_type: AuthType }),
      comment: publicUrl,
    },
    everyone('url_invoke', 'lambda:InvokeFunction', { invoked_via_function_url: true }),
  ];
}

export const url = setting({
  name: 'url',
  title: 'URL',
  schema: v.optional(urlSchema),
  flags: [
    {
      name: 'url',
      type: 'choice',
      choices: [
        { value: 'none', hint: 'public, no authentication' },
        { value: 'iam', hint: 'only signed requests' },
        { value: 'off', hint: 'no function URL' },
      ],
      description: 'function URL and its authentication; with --alias it is the alias that has the URL',
    },
    {
      name: 'invoke-mode',
      type: 'choice',
      choices: plainChoices(invokeModes),
      description: 'whether the function URL streams',
    },
    {
      name: 'cors-origin',
      type: 'texts',
      placeholder: 'ORIGIN',
      description: 'web site that may call the function URL, or "*"',
    },
  ],
  from: (flags, own): WantedUrl | undefined => {
    const origins = flags['cors-origin'];
    const invokeMode = flags['invoke-mode'] ?? own?.invokeMode;
    const auth = flags.url ?? own?.auth;
    if (auth === undefined) {
      if (origins === undefined && invokeMode === undefined) return undefined;
      throw new UsageError(
        '--cors-origin and --invoke-mode belong to a function URL; give --url none or iam.',
      );
    }
    const cors = origins === undefined ? own?.cors : { ...own?.cors, origins: [...origins] };
    return {
      auth,
      ...(cors === undefined ? {} : { cors }),
      ...(invokeMode === undefined ? {} : { invokeMode }),
    };
  },
  lambda: {
    kind: 'planned',
    by: 'url',
    operations: [
      'CreateFunctionUrlConfig',
      'UpdateFunctionUrlConfig',
      'DeleteFunctionUrlConfig',
      'AddPermission',
      'RemovePermission',
    ],
  },
  sam: { properties: (own) => ({ FunctionUrlConfig: urlRequest(own) }) },
  terraform: { resources: terraformUrl },
  rights: 'none',
  docs: {
    values: `object of \`auth\` (${choiceText(urlAuths)}), \`invokeMode\` (${choiceText(invokeModes)}) and \`cors\` (\`origins\`, \`methods\`, \`headers\`, \`exposeHeaders\`: lists; \`credentials\`: true or false; \`maxAge\`: seconds)`,
    text: 'A function URL: public (`none`) or for signed requests (`iam`). `--url off` takes it away.',
  },
  example: {
    setting: { auth: 'iam', invokeMode: 'streaming', cors: { origins: ['https://shop.example'] } },
    words: ['--url', 'iam', '--invoke-mode', 'streaming', '--cors-origin', 'https://shop.example'],
    off: ['--url', 'off'],
  },
});
