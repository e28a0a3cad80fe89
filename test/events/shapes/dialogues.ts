import {
  account,
  anyText,
  anything,
  arn,
  ip,
  listOf,
  mapOf,
  nullable,
  number,
  oneOf,
  type Short,
  text,
  texts,
  url,
  uuid,
} from './shape.ts';

const slot = {
  shape: oneOf('Scalar', 'List'),
  value: { originalValue: text, interpretedValue: text, resolvedValues: [text] },
};
const slots = mapOf(nullable(slot));
const intent = { name: text, slots, state: text, confirmationState: oneOf('Confirmed', 'Denied', 'None') };

/** Source: Lex V2 developer guide, "AWS Lambda input event format for Lex V2". */
const lex: Short = {
  messageVersion: '1.0',
  invocationSource: oneOf('DialogCodeHook', 'FulfillmentCodeHook'),
  inputMode: oneOf('DTMF', 'Speech', 'Text'),
  responseContentType: text,
  sessionId: text,
  inputTranscript: text,
  bot: { id: text, name: text, aliasId: text, aliasName: text, localeId: text, version: text },
  interpretations: [{ intent, nluConfidence: number }],
  proposedNextState: { dialogAction: { type: text }, intent },
  requestAttributes: texts,
  sessionState: {
    activeContexts: listOf(anything),
    sessionAttributes: texts,
    intent,
    originatingRequestId: uuid,
  },
  transcriptions: [
    {
      transcription: text,
      transcriptionConfidence: number,
      resolvedContext: { intent: text },
      resolvedSlots: slots,
    },
  ],
};

const endpoint = { Address: text, Type: 'TELEPHONE_NUMBER' };

/** Source: Connect administrator guide, "Invoke AWS Lambda functions". */
const connect: Short = {
  Name: 'ContactFlowEvent',
  Details: {
    ContactData: {
      Attributes: texts,
      Channel: oneOf('VOICE', 'CHAT', 'TASK', 'EMAIL'),
      ContactId: uuid,
      CustomerEndpoint: endpoint,
      CustomerId: nullable(text),
      Description: nullable(text),
      InitialContactId: uuid,
      InitiationMethod: oneOf('INBOUND', 'OUTBOUND', 'TRANSFER', 'CALLBACK', 'API'),
      InstanceARN: arn('connect', 'instance/'),
      LanguageCode: text,
      MediaStreams: { Customer: { Audio: anything } },
      Name: nullable(text),
      PreviousContactId: uuid,
      Queue: nullable({ ARN: arn('connect', 'instance/'), Name: text }),
      References: mapOf(anything),
      SystemEndpoint: endpoint,
    },
    Parameters: texts,
  },
};

/** Source: AppSync developer guide, "Resolver mapping template context reference". */
const resolver: Short = {
  arguments: mapOf(anything),
  identity: nullable({
    sub: uuid,
    issuer: url,
    username: text,
    claims: mapOf(anything),
    sourceIp: [ip],
    defaultAuthStrategy: oneOf('ALLOW', 'DENY'),
    groups: nullable([text]),
  }),
  source: anything,
  request: { headers: texts, domainName: nullable(text) },
  prev: anything,
  info: {
    selectionSetList: [text],
    selectionSetGraphQL: text,
    fieldName: text,
    parentTypeName: text,
    variables: mapOf(anything),
  },
  stash: mapOf(anything),
};

const parameter = { name: text, type: text, value: anyText };

/** Source: Bedrock user guide, "Configure Lambda functions to send information an agent elicits from the user". */
const agentAction = (more: Record<string, Short>): Short => ({
  messageVersion: '1.0',
  agent: { name: text, id: text, alias: text, version: text },
  inputText: text,
  sessionId: text,
  actionGroup: text,
  parameters: listOf(parameter),
  sessionAttributes: texts,
  promptSessionAttributes: texts,
  ...more,
});

/** What services send that speak with people or their clients. */
export const dialogues: Readonly<Record<string, Short>> = {
  lex,
  connect,
  appsync: resolver,
  'appsync-authorizer': {
    authorizationToken: text,
    requestContext: {
      apiId: text,
      accountId: account,
      requestId: uuid,
      queryString: text,
      operationName: text,
      variables: mapOf(anything),
    },
    requestHeaders: texts,
  },
  'bedrock-agent': agentAction({
    apiPath: text,
    httpMethod: oneOf('GET', 'POST', 'PUT', 'DELETE'),
    requestBody: { content: mapOf({ properties: [parameter] }) },
  }),
  'bedrock-function': agentAction({ function: text }),
};
