import { describe, expect, it } from 'vitest';
import { templateHttp } from '../../../src/emulator/http/template.ts';
import type { FunctionSettings } from '../../../src/project/settings.ts';

const functions = ['orders', 'pages'].map(
  (handler): FunctionSettings => ({ name: `shop-${handler}`, handler, memorySize: 128, timeout: 3 }),
);
const settings = { functions, runtime: 'provided.al2023' } as const;
const read = (text: string) => templateHttp(text, 'template.yaml', settings);

/** A function of SAM with events. */
const fn = (id: string, name: string, rest: string) =>
  `  ${id}:\n    Type: AWS::Serverless::Function\n    Properties:\n      FunctionName: ${name}\n${rest.replaceAll(/^(?=.)/gm, '      ')}`;

const events = `Events:
  One:
    Type: HttpApi
    Properties:
      Path: /orders/{id}
      Method: get
  Two:
    Type: HttpApi
    Properties: {Path: /orders, Method: any, PayloadFormatVersion: "1.0"}
  Three:
    Type: HttpApi
  Four:
    Type: Api
    Properties: {Path: /old, Method: POST}
  Five:
    Type: SQS
    Properties: {Queue: !GetAtt Queue.Arn}
`;

describe('routes of the APIs that SAM makes', () => {
  const { apis, notes } = read(`Resources:\n${fn('Orders', 'shop-orders', events)}`);
  it('are those of Events', () => {
    expect(notes).toEqual([]);
    expect(apis.map(({ id, stage, format }) => [id, stage, format])).toEqual([
      ['ServerlessHttpApi', '$default', 'http-api'],
      ['ServerlessRestApi', 'Prod', 'rest'],
    ]);
    expect(apis[0]?.routes).toEqual([
      { method: 'GET', path: '/orders/{id}', functionName: 'shop-orders', format: 'http-api' },
      { method: 'ANY', path: '/orders', functionName: 'shop-orders', format: 'http-api-1.0' },
      { method: 'ANY', path: '$default', functionName: 'shop-orders', format: 'http-api' },
    ]);
    expect(apis[1]?.routes).toEqual([
      { method: 'POST', path: '/old', functionName: 'shop-orders', format: 'rest' },
    ]);
  });
});

describe('an API of the template', () => {
  const text = `Parameters:
  Stage: {Type: String, Default: test}
Globals:
  Api:
    BinaryMediaTypes: [image/*]
Resources:
  Web:
    Type: AWS::Serverless::HttpApi
    Properties:
      StageName: !Ref Stage
      CorsConfiguration:
        AllowOrigins: [https://shop.example]
        AllowMethods: [GET]
        AllowHeaders: [x-key]
        ExposeHeaders: [x-a]
        AllowCredentials: true
        MaxAge: 60
  Old:
    Type: AWS::Serverless::Api
    Properties:
      StageName: !Sub "\${AWS::StackName}"
      DefinitionUri: openapi.yaml
      Cors:
        AllowOrigin: "'https://shop.example'"
        AllowHeaders: "'x-key'"
        MaxAge: "'60'"
        AllowCredentials: true
${fn(
  'Orders',
  'shop-orders',
  `Events:
  One:
    Type: HttpApi
    Properties: {ApiId: !Ref Web, Path: /a, Method: GET}
  Two:
    Type: Api
    Properties: {RestApiId: {Ref: Old}, Path: /b, Method: put}
  Three:
    Type: Api
    Properties: {RestApiId: !Ref Web, Path: /c, Method: put}
  Four:
    Type: HttpApi
    Properties: {ApiId: !ImportValue shared, Path: /c, Method: put}
  Five:
    Type: HttpApi
    Properties: {ApiId: !Ref Web, Path: !Sub "/x", Method: put}
`,
)}`;
  const { apis, notes } = read(text);

  it('has its stage, its binary types and its CORS', () => {
    expect(apis).toMatchObject([
      {
        id: 'Web',
        stage: 'test',
        cors: {
          origins: ['https://shop.example'],
          methods: ['GET'],
          headers: ['x-key'],
          exposeHeaders: ['x-a'],
          credentials: true,
          maxAge: 60,
        },
        binaryMediaTypes: [],
        routes: [{ path: '/a' }],
      },
      { id: 'Old', stage: 'Prod', binaryMediaTypes: ['image/*'], routes: [{ path: '/b', method: 'PUT' }] },
    ]);
    expect(apis[1]?.fixedCors).toEqual([
      ...['Access-Control-Allow-Origin', 'https://shop.example'],
      ...['Access-Control-Allow-Methods', 'OPTIONS,PUT'],
      ...['Access-Control-Allow-Headers', 'x-key'],
      ...['Access-Control-Max-Age', '60'],
      ...['Access-Control-Allow-Credentials', 'true'],
    ]);
  });

  it('what cannot be served is said, with its line', () => {
    expect(notes).toEqual([
      expect.stringMatching(/^template\.yaml:\d+: RestApiId is no AWS::Serverless::Api of this template/),
      expect.stringMatching(/^template\.yaml:\d+: ApiId is no AWS::Serverless::HttpApi of this template/),
      expect.stringMatching(/^template\.yaml:\d+: the route has no Path and Method that can be read here/),
      expect.stringMatching(
        /^template\.yaml:\d+: only CloudFormation knows the StageName of Old; here it is Prod/,
      ),
      expect.stringMatching(/^template\.yaml:\d+: routes of the OpenAPI definition of Old are not served/),
    ]);
  });
});

describe('a function of the template', () => {
  const event = 'Events: {One: {Type: HttpApi, Properties: {Path: /a, Method: GET}}}\n';
  const routed = (text: string, runtime: 'provided.al2023' | 'dotnet10' = 'provided.al2023') => {
    const { apis, notes } = templateHttp(text, 'template.yaml', { functions, runtime });
    return [apis[0]?.routes[0]?.functionName, notes.length];
  };
  it('is that of its name', () => {
    expect(routed(`Resources:\n${fn('X', 'shop-pages', event)}`)).toEqual(['shop-pages', 0]);
  });

  it('is that of its handler where only CloudFormation knows the name', () => {
    const rest = `Handler: pages\n${event}`;
    expect(routed(`Resources:\n${fn('X', '!Sub "stack-x"', rest)}`)).toEqual(['shop-pages', 0]);
  });

  it('is that of a variable on a managed runtime', () => {
    const rest = `Handler: bootstrap\nEnvironment: {Variables: {FUNCTION_HANDLER: pages}}\n${event}`;
    expect(routed(`Resources:\n${fn('X', '!Ref Name', rest)}`, 'dotnet10')).toEqual(['shop-pages', 0]);
  });

  it('that is none of the project is said to be so', () => {
    expect(routed(`Resources:\n${fn('X', 'else', event)}`)).toEqual([undefined, 1]);
  });

  it('has its URL with its CORS', () => {
    const url = 'FunctionUrlConfig: {AuthType: NONE, Cors: {AllowOrigins: ["*"]}}\n';
    expect([...read(`Resources:\n${fn('X', 'shop-pages', url)}`).urls]).toEqual([
      ['shop-pages', { auth: 'none', cors: { origins: ['*'] } }],
    ]);
    const iam = 'FunctionUrlConfig: {AuthType: AWS_IAM}\n';
    expect([...read(`Resources:\n${fn('X', 'shop-pages', iam)}`).urls]).toEqual([
      ['shop-pages', { auth: 'iam' }],
    ]);
  });
});

it.each(['ApiGateway::Method', 'ApiGatewayV2::Route', 'ElasticLoadBalancingV2::ListenerRule'])(
  'what is not read is said: AWS::%s',
  (type) => {
    expect(read(`Resources: {A: {Type: "AWS::${type}"}, B: {Type: "AWS::${type}"}}`).notes).toEqual([
      'template.yaml:1: routes of CloudFormation are not read, only those of SAM; give --route for them.',
    ]);
  },
);

it.each(['', 'Resources:', '[]', '1', 'Resources: {A: {Type: AWS::S3::Bucket}}', 'Resources: {A: 1}'])(
  'a template without functions has nothing: %j',
  (text) => {
    expect(read(text)).toMatchObject({ apis: [], notes: [] });
  },
);

it('what is no YAML is an error with its line', () => {
  expect(() => read('a: [')).toThrow(/^template\.yaml:\d+ is not YAML; fix it first\.$/);
});

it('every origin is allowed by CorsConfiguration: true', () => {
  const globals = 'Globals: {HttpApi: {CorsConfiguration: true}}\n';
  const { apis } = read(`${globals}Resources:\n${fn('Orders', 'shop-orders', events)}`);
  expect(apis[0]?.cors).toEqual({ origins: ['*'] });
});
