import { randomUUID } from 'node:crypto';
import type { FunctionUrlConfig } from '@aws-sdk/client-lambda';
import { aliasRoutes } from './aliases.ts';
import { codeOf } from './code.ts';
import { type ConfigurationBody, configurationOf } from './configuration.ts';
import { conflict, invalid, notFound } from './errors.ts';
import { FakeFunction, type Statement } from './function.ts';
import type { LambdaFake } from './lambda-fake.ts';
import { listRoutes } from './list-routes.ts';
import { type ApiRequest, page, type Route, route } from './route.ts';

const functions = '/2015-03-31/functions';
const urls = '/2021-10-31/functions/:name/url';
const regionAndAccount = 'eu-central-1:123456789012';

const qualifierOf = ({ query }: ApiRequest) => query.get('Qualifier') ?? undefined;

function createFunction(fake: LambdaFake, { body }: ApiRequest): unknown {
  const name = body.FunctionName as string;
  if (fake.functions.has(name)) throw conflict(`Function already exist: ${name}`);
  fake.requireAssumable(body.Role);
  const isImage = body.PackageType === 'Image';
  if (isImage && (body.Runtime || body.Handler || body.Layers)) {
    throw invalid(
      "Please don't provide Handler or Runtime or Layer when the intended function PackageType is Image.",
    );
  }
  const { zip, sha256, image } = codeOf(fake, body.Code);
  const { Code, Tags, Publish, FunctionName, ...settings } = body;
  const fn = new FakeFunction(
    {
      Architectures: ['x86_64'],
      Timeout: 3,
      MemorySize: 128,
      PackageType: 'Zip',
      ...configurationOf(fake, name, settings),
      FunctionName,
      FunctionArn: `arn:aws:lambda:${regionAndAccount}:function:${name}`,
      CodeSha256: sha256,
      CodeSize: zip.length,
      Version: '$LATEST',
    },
    zip,
  );
  fn.tags = { ...Tags };
  fn.image = image;
  fn.begin(fake.reads, fake.takeFailure());
  fake.functions.set(name, fn);
  return fn.configuration;
}

function updateCode(fake: LambdaFake, { names, body }: ApiRequest): unknown {
  const fn = fake.get(names[0]);
  fn.requireFree(body.RevisionId);
  const { PackageType } = fn.configuration;
  const isImage = PackageType === 'Image';
  if (isImage !== (body.ImageUri !== undefined)) {
    const given = isImage ? 'ZipFile' : 'ImageUri';
    throw invalid(`Please do not provide ${given} when updating a function with packageType ${PackageType}.`);
  }
  const { zip, sha256: CodeSha256, image } = codeOf(fake, body);
  fn.image = image;
  const { Architectures = fn.configuration.Architectures } = body;
  fn.update({ CodeSha256, CodeSize: zip.length, Architectures }, zip, fake.reads, fake.takeFailure());
  return fn.configuration;
}

function updateConfiguration(fake: LambdaFake, { names, body }: ApiRequest): unknown {
  const fn = fake.get(names[0]);
  const { RevisionId, ...settings } = body as ConfigurationBody & { RevisionId?: string };
  fn.requireFree(RevisionId);
  if (settings.Role) fake.requireAssumable(settings.Role);
  const changes = configurationOf(fake, names[0] as string, settings, fn.configuration);
  fn.update(changes, fn.zip, fake.reads, fake.takeFailure());
  return fn.configuration;
}

function getFunction(fake: LambdaFake, request: ApiRequest): unknown {
  const fn = fake.get(request.names[0]);
  const qualifier = qualifierOf(request);
  const configuration = qualifier === undefined ? fn.read() : fn.resolve(qualifier).configuration;
  return {
    Configuration: configuration,
    Code:
      fn.image === undefined
        ? { RepositoryType: 'S3' }
        : { RepositoryType: 'ECR', ImageUri: fn.image.uri, ResolvedImageUri: fn.image.resolved },
    Tags: fn.tags,
    ...(fn.reservedConcurrency === undefined
      ? {}
      : { Concurrency: { ReservedConcurrentExecutions: fn.reservedConcurrency } }),
  };
}

function deleteFunction(fake: LambdaFake, request: ApiRequest): unknown {
  const fn = fake.get(request.names[0]);
  const qualifier = qualifierOf(request);
  if (qualifier === undefined) {
    fake.functions.delete(fn.configuration.FunctionName as string);
  } else {
    const user = [...fn.aliases.values()].find(({ FunctionVersion }) => FunctionVersion === qualifier);
    if (user)
      throw conflict(`Unable to delete version because the following aliases reference it: [${user.Name}]`);
    if (!fn.versions.delete(qualifier)) throw notFound(`Function not found: ${qualifier}`);
  }
  return undefined;
}

function publishVersion(fake: LambdaFake, { names, body }: ApiRequest): unknown {
  const fn = fake.get(names[0]);
  fn.requireFree(body?.RevisionId);
  if (body?.CodeSha256 && body.CodeSha256 !== fn.configuration.CodeSha256) {
    throw invalid(`CodeSHA256 (${body.CodeSha256}) is different from current CodeSHA256 in $LATEST`);
  }
  return fn.publish();
}

function listVersions(fake: LambdaFake, request: ApiRequest): unknown {
  const fn = fake.get(request.names[0]);
  const published = [...fn.versions.values()].map(({ configuration }) => configuration);
  return page([fn.configuration, ...published], request, 'Versions');
}

function createUrl(fake: LambdaFake, request: ApiRequest): unknown {
  const fn = fake.get(request.names[0]);
  const qualifier = qualifierOf(request) ?? '';
  if (qualifier !== '') fn.resolve(qualifier);
  if (fn.urls.has(qualifier)) throw conflict('FunctionUrlConfig exists for this Lambda function');
  const url = {
    ...request.body,
    FunctionUrl: `https://${randomUUID()}.lambda-url.test/`,
  } as FunctionUrlConfig;
  fn.urls.set(qualifier, url);
  return url;
}

function urlOf(
  fake: LambdaFake,
  request: ApiRequest,
): { fn: FakeFunction; qualifier: string; url: FunctionUrlConfig } {
  const fn = fake.get(request.names[0]);
  const qualifier = qualifierOf(request) ?? '';
  const url = fn.urls.get(qualifier);
  if (!url) throw notFound('The resource you requested does not exist.');
  return { fn, qualifier, url };
}

function updateUrl(fake: LambdaFake, request: ApiRequest): unknown {
  const { fn, qualifier, url } = urlOf(fake, request);
  const changed = { ...url, ...request.body };
  fn.urls.set(qualifier, changed);
  return changed;
}

function addPermission(fake: LambdaFake, request: ApiRequest): unknown {
  const { body, names } = request;
  const fn = fake.get(names[0]);
  const qualifier = qualifierOf(request) ?? '';
  const policy = fn.policies.get(qualifier) ?? [];
  if (policy.some(({ Sid }) => Sid === body.StatementId)) {
    throw conflict(
      `The statement id (${body.StatementId}) provided already exists. Please provide a new one.`,
    );
  }
  const condition = body.FunctionUrlAuthType
    ? { StringEquals: { 'lambda:FunctionUrlAuthType': body.FunctionUrlAuthType } }
    : body.InvokedViaFunctionUrl
      ? { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }
      : undefined;
  const statement: Statement = {
    Sid: body.StatementId,
    Effect: 'Allow',
    Principal: body.Principal,
    Action: body.Action,
    Resource: fn.configuration.FunctionArn,
    ...(condition ? { Condition: condition } : {}),
  };
  fn.policies.set(qualifier, [...policy, statement]);
  return { Statement: JSON.stringify(statement) };
}

function removePermission(fake: LambdaFake, request: ApiRequest): unknown {
  const fn = fake.get(request.names[0]);
  const qualifier = qualifierOf(request) ?? '';
  const policy = fn.policies.get(qualifier) ?? [];
  const rest = policy.filter(({ Sid }) => Sid !== request.names[1]);
  if (rest.length === policy.length)
    throw notFound(`Statement ${request.names[1]} is not found in resource policy.`);
  fn.policies.set(qualifier, rest);
  return undefined;
}

function getPolicy(fake: LambdaFake, request: ApiRequest): unknown {
  const fn = fake.get(request.names[0]);
  const policy = fn.policies.get(qualifierOf(request) ?? '') ?? [];
  if (policy.length === 0) throw notFound('The resource you requested does not exist.');
  return { Policy: JSON.stringify({ Version: '2012-10-17', Statement: policy }), RevisionId: randomUUID() };
}

function tagResource(fake: LambdaFake, { names, body }: ApiRequest): unknown {
  const fn = fake.get(
    decodeURIComponent(names[0] as string)
      .split(':')
      .at(-1),
  );
  fn.tags = { ...fn.tags, ...body.Tags };
  return undefined;
}

/** Lambda's API as far as a deployment uses it; Invoke is not among these: it answers by itself. */
export const routes: readonly Route[] = [
  ...aliasRoutes,
  ...listRoutes,
  route('POST', functions, 'CreateFunction', createFunction),
  route('GET', `${functions}/:name`, 'GetFunction', getFunction),
  route('GET', `${functions}/:name/configuration`, 'GetFunctionConfiguration', (fake, { names }) =>
    fake.get(names[0]).read(),
  ),
  route('PUT', `${functions}/:name/code`, 'UpdateFunctionCode', updateCode),
  route('PUT', `${functions}/:name/configuration`, 'UpdateFunctionConfiguration', updateConfiguration),
  route('DELETE', `${functions}/:name`, 'DeleteFunction', deleteFunction),
  route('POST', `${functions}/:name/versions`, 'PublishVersion', publishVersion),
  route('GET', `${functions}/:name/versions`, 'ListVersionsByFunction', listVersions),
  route('POST', urls, 'CreateFunctionUrlConfig', createUrl),
  route('GET', urls, 'GetFunctionUrlConfig', (fake, request) => urlOf(fake, request).url),
  route('PUT', urls, 'UpdateFunctionUrlConfig', updateUrl),
  route('DELETE', urls, 'DeleteFunctionUrlConfig', (fake, request) => {
    const { fn, qualifier } = urlOf(fake, request);
    fn.urls.delete(qualifier);
  }),
  route('POST', `${functions}/:name/policy`, 'AddPermission', addPermission),
  route('GET', `${functions}/:name/policy`, 'GetPolicy', getPolicy),
  route('DELETE', `${functions}/:name/policy/:name`, 'RemovePermission', removePermission),
  route('POST', '/2017-03-31/tags/:name', 'TagResource', tagResource),
  route(
    'PUT',
    '/2017-10-31/functions/:name/concurrency',
    'PutFunctionConcurrency',
    (fake, { names, body }) => {
      const fn = fake.get(names[0]);
      fn.requireFree();
      fn.reservedConcurrency = body.ReservedConcurrentExecutions;
      return body;
    },
  ),
  route(
    'DELETE',
    '/2017-10-31/functions/:name/concurrency',
    'DeleteFunctionConcurrency',
    (fake, { names }) => {
      fake.get(names[0]).reservedConcurrency = undefined;
    },
  ),
  route(
    'GET',
    '/2024-08-31/functions/:name/recursion-config',
    'GetFunctionRecursionConfig',
    (fake, { names }) => ({
      RecursiveLoop: fake.get(names[0]).recursiveLoop,
    }),
  ),
  route(
    'PUT',
    '/2024-08-31/functions/:name/recursion-config',
    'PutFunctionRecursionConfig',
    (fake, { names, body }) => {
      fake.get(names[0]).recursiveLoop = body.RecursiveLoop;
      return body;
    },
  ),
];
