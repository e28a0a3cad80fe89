import {
  account,
  anyText,
  anything,
  arn,
  digits,
  flag,
  ip,
  listOf,
  logTime,
  mapOf,
  milliseconds,
  nullable,
  oneOf,
  region,
  type Short,
  text,
  texts,
  uuid,
  whole,
} from './shape.ts';

const lists = mapOf([anyText]);

const method = oneOf('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS');
const statement = { body: anyText, isBase64Encoded: flag };

/** The context of payload 2.0. Source: API Gateway developer guide, "HTTP API Lambda proxy integrations". */
const contextV2 = {
  accountId: text,
  apiId: text,
  'authorizer?': {
    'jwt?': { claims: texts, scopes: nullable([text]) },
    'iam?': {
      accessKey: text,
      accountId: account,
      callerId: text,
      cognitoIdentity: anything,
      principalOrgId: nullable(text),
      userArn: arn('(iam|sts)'),
      userId: text,
    },
  },
  domainName: text,
  domainPrefix: text,
  http: { method, path: text, protocol: text, sourceIp: ip, userAgent: text },
  requestId: text,
  routeKey: text,
  stage: text,
  time: logTime,
  timeEpoch: milliseconds,
};

const requestV2: Short = {
  version: '2.0',
  routeKey: text,
  rawPath: text,
  rawQueryString: anyText,
  'cookies?': [text],
  headers: texts,
  'queryStringParameters?': texts,
  requestContext: contextV2,
  'body?': anyText,
  'pathParameters?': texts,
  isBase64Encoded: flag,
  'stageVariables?': texts,
};

const identity = {
  accessKey: nullable(text),
  accountId: nullable(text),
  caller: nullable(text),
  cognitoAuthenticationProvider: nullable(text),
  cognitoAuthenticationType: nullable(text),
  cognitoIdentityId: nullable(text),
  cognitoIdentityPoolId: nullable(text),
  principalOrgId: nullable(text),
  sourceIp: ip,
  user: nullable(text),
  userAgent: text,
  userArn: nullable(text),
};

/** The context of payload 1.0. Source: the same guide, "Input format of a Lambda function for proxy integration". */
const contextV1 = {
  resourceId: text,
  resourcePath: text,
  httpMethod: method,
  extendedRequestId: text,
  requestTime: logTime,
  path: text,
  accountId: account,
  protocol: text,
  stage: text,
  domainPrefix: text,
  requestTimeEpoch: milliseconds,
  requestId: uuid,
  identity,
  domainName: text,
  apiId: text,
};

const routeV1 = {
  resource: text,
  path: text,
  httpMethod: method,
  headers: texts,
  multiValueHeaders: lists,
  queryStringParameters: nullable(texts),
  multiValueQueryStringParameters: nullable(lists),
  pathParameters: nullable(texts),
  stageVariables: nullable(texts),
  requestContext: contextV1,
};

/** Source: the same guide, "Invoke your WebSocket API" and its route keys. */
const webSocket = (eventType: string, more: Record<string, Short>): Record<string, Short> => ({
  routeKey: text,
  eventType,
  extendedRequestId: text,
  requestTime: logTime,
  messageDirection: 'IN',
  stage: text,
  connectedAt: milliseconds,
  requestTimeEpoch: milliseconds,
  identity: { sourceIp: ip, userAgent: text },
  requestId: text,
  domainName: text,
  connectionId: text,
  apiId: text,
  ...more,
});

const handshake = { headers: texts, multiValueHeaders: lists, isBase64Encoded: false };

/** Source: Elastic Load Balancing, "Lambda functions as targets". */
const loadBalancer = (parameters: Record<string, Short>): Short => ({
  requestContext: { elb: { targetGroupArn: arn('elasticloadbalancing', 'targetgroup/') } },
  httpMethod: method,
  path: text,
  ...parameters,
  ...statement,
});

const single = loadBalancer({ queryStringParameters: texts, headers: texts });

/** Source: VPC Lattice user guide, "Lambda functions as targets". */
const lattice: Short = {
  version: '2.0',
  path: text,
  method,
  headers: lists,
  queryStringParameters: lists,
  ...statement,
  requestContext: {
    serviceNetworkArn: arn('vpc-lattice', 'servicenetwork/sn-'),
    serviceArn: arn('vpc-lattice', 'service/svc-'),
    targetGroupArn: arn('vpc-lattice', 'targetgroup/tg-'),
    identity: {
      sourceVpcArn: arn('ec2', 'vpc/'),
      type: 'AWS_IAM',
      principal: arn('(iam|sts)'),
      sessionName: text,
    },
    region,
    timeEpoch: digits,
  },
};

/** What a request of each kind looks like. */
export const http: Readonly<Record<string, Short>> = {
  'apigateway-http': requestV2,
  'apigateway-http-jwt': requestV2,
  'function-url': requestV2,
  'function-url-iam': requestV2,
  'apigateway-rest': { ...routeV1, body: nullable(anyText), isBase64Encoded: flag },
  'websocket-connect': { ...handshake, requestContext: webSocket('CONNECT', {}) },
  'websocket-disconnect': {
    ...handshake,
    requestContext: webSocket('DISCONNECT', { disconnectStatusCode: whole, disconnectReason: anyText }),
  },
  'websocket-message': {
    requestContext: webSocket('MESSAGE', { messageId: text }),
    body: text,
    isBase64Encoded: false,
  },
  'authorizer-token': { type: 'TOKEN', methodArn: arn('execute-api'), authorizationToken: text },
  'authorizer-request': { type: 'REQUEST', methodArn: arn('execute-api'), ...routeV1 },
  'authorizer-http': {
    version: '2.0',
    type: 'REQUEST',
    routeArn: arn('execute-api'),
    identitySource: listOf(text),
    routeKey: text,
    rawPath: text,
    rawQueryString: anyText,
    'cookies?': [text],
    headers: texts,
    'queryStringParameters?': texts,
    requestContext: contextV2,
    'pathParameters?': texts,
    'stageVariables?': texts,
  },
  alb: single,
  'alb-health-check': single,
  'alb-multi-value': loadBalancer({ multiValueQueryStringParameters: lists, multiValueHeaders: lists }),
  'vpc-lattice': lattice,
};
