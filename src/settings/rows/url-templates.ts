import type { Cors } from '@aws-sdk/client-lambda';
import {
  type CSharpProperties,
  type CSharpStatement,
  type CSharpValue,
  call,
  code,
  construct,
  object,
} from '../csharp.ts';
import { expression, type HclBody, type HclEntry, type HclTopBlock, nested, resource } from '../hcl.ts';
import type { TerraformFunction } from '../infrastructure.ts';
import { defined } from '../values.ts';
import { type UrlSettings, urlRequest } from './url-request.ts';

/** What a public URL takes since October 2025. Source: Lambda guide, "Control access to Lambda function URLs". */
const publicUrl = 'Everyone may call the URL, and the function through it alone.';

/** The URL of the alias, and who may call it. Source: the AWS provider's aws_lambda_function_url and aws_lambda_permission. */
export function terraformUrl(own: UrlSettings, { label }: TerraformFunction): HclTopBlock[] {
  const { AuthType, InvokeMode, Cors } = urlRequest(own);
  const target = {
    function_name: expression(`aws_lambda_function.${label}.function_name`),
    qualifier: expression(`aws_lambda_alias.${label}.name`),
  };
  const cors =
    Cors &&
    nested(
      defined<HclEntry>({
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
    defined<HclEntry>({ ...target, authorization_type: AuthType, invoke_mode: InvokeMode, cors }),
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

/** Methods as the CDK lists them; `*` is all of them. */
const cdkMethod = (method: string) => code(`HttpMethod.${method === '*' ? 'ALL' : method.toUpperCase()}`);

function cdkCors(cors: Cors): CSharpValue {
  const properties = defined<CSharpValue>({
    AllowedOrigins: cors.AllowOrigins,
    AllowedMethods: cors.AllowMethods?.map(cdkMethod),
    AllowedHeaders: cors.AllowHeaders,
    ExposedHeaders: cors.ExposeHeaders,
    AllowCredentials: cors.AllowCredentials,
    MaxAge: cors.MaxAge === undefined ? undefined : call('Duration.Seconds', cors.MaxAge),
  });
  return object('FunctionUrlCorsOptions', properties);
}

/** The URL of the alias, and who may call it. Source: Amazon.CDK.AWS.Lambda, FunctionUrlOptions. */
export function cdkUrl(own: UrlSettings): CSharpStatement[] {
  const { AuthType, InvokeMode, Cors } = urlRequest(own);
  const options: CSharpProperties = {
    AuthType: code(`FunctionUrlAuthType.${AuthType}`),
    ...(InvokeMode === undefined ? {} : { InvokeMode: code(`InvokeMode.${InvokeMode}`) }),
    ...(Cors === undefined ? {} : { Cors: cdkCors(Cors) }),
  };
  const output = { Description: 'URL of the function', Value: code('url.Url') };
  const statements: CSharpStatement[] = [
    { variable: 'url', value: call('live.AddFunctionUrl', object('FunctionUrlOptions', options)) },
    { variable: '_', value: construct('CfnOutput', 'Url', output) },
  ];
  if (AuthType !== 'NONE') return statements;
  const permission = {
    Action: 'lambda:InvokeFunction',
    FunctionName: code('live.FunctionArn'),
    Principal: '*',
  };
  return [
    ...statements,
    {
      variable: 'throughUrl',
      comment: publicUrl,
      value: construct('CfnPermission', 'ThroughUrl', permission),
    },
    { value: call('throughUrl.AddPropertyOverride', 'InvokedViaFunctionUrl', true) },
  ];
}
