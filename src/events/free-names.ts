/** What such a member holds: texts alone, or any JSON. */
type Values = 'text' | 'json';

/**
 * Members whose own members have names that the sender chooses: a header, a claim, an attribute of a table. Names that
 * the event does not have may be set in them.
 */
export const freeNames: Readonly<Record<string, Values>> = {
  headers: 'text',
  multiValueHeaders: 'json',
  queryStringParameters: 'text',
  multiValueQueryStringParameters: 'json',
  pathParameters: 'text',
  stageVariables: 'text',
  claims: 'json',
  messageAttributes: 'json',
  MessageAttributes: 'json',
  Keys: 'json',
  NewImage: 'json',
  OldImage: 'json',
  userAttributes: 'text',
  clientMetadata: 'text',
  validationData: 'text',
  privateChallengeParameters: 'text',
  requestAttributes: 'text',
  sessionAttributes: 'text',
  promptSessionAttributes: 'text',
  slots: 'json',
  Attributes: 'text',
  Parameters: 'text',
  ResourceProperties: 'json',
  OldResourceProperties: 'json',
  userArguments: 'text',
  dimensions: 'text',
  tags: 'text',
  arguments: 'json',
  variables: 'json',
  stash: 'json',
  fullDocument: 'json',
};
