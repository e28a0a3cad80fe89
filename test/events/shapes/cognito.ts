import { anyText, arn, flag, listOf, none, nullable, type Short, text, texts } from './shape.ts';

/** Source: Cognito developer guide, "Customizing user pool workflows with Lambda triggers", a page for each. */
const trigger = (
  triggerSource: string,
  request: Record<string, Short>,
  response: Short,
  version = '1',
): Short => ({
  version,
  triggerSource,
  region: text,
  userPoolId: text,
  userName: text,
  callerContext: { awsSdkVersion: text, clientId: text },
  request,
  response,
});

const user = { userAttributes: texts };
const metadata = { 'clientMetadata?': texts };
const validation = { 'validationData?': texts };
const unknownUser = { userNotFound: flag };
const groups = {
  groupConfiguration: {
    groupsToOverride: listOf(text),
    iamRolesToOverride: listOf(arn('iam', 'role/')),
    preferredRole: nullable(arn('iam', 'role/')),
  },
};
const session = {
  session: listOf({ challengeName: text, challengeResult: flag, challengeMetadata: nullable(text) }),
};

/** What each trigger of a user pool gets; it answers with the same event, so that the response is there, empty. */
export const cognito: Readonly<Record<string, Short>> = {
  'cognito-pre-sign-up': trigger(
    'PreSignUp_SignUp',
    { ...user, ...validation, ...metadata },
    { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  ),
  'cognito-post-confirmation': trigger('PostConfirmation_ConfirmSignUp', { ...user, ...metadata }, {}),
  'cognito-pre-auth': trigger(
    'PreAuthentication_Authentication',
    { ...user, ...validation, ...unknownUser },
    {},
  ),
  'cognito-post-auth': trigger(
    'PostAuthentication_Authentication',
    { ...user, newDeviceUsed: flag, ...metadata },
    {},
  ),
  'cognito-pre-token': trigger(
    'TokenGeneration_Authentication',
    { ...user, ...groups, ...metadata },
    { claimsOverrideDetails: none },
  ),
  'cognito-pre-token-v2': trigger(
    'TokenGeneration_Authentication',
    { ...user, ...groups, scopes: [text], ...metadata },
    { claimsAndScopeOverrideDetails: none },
    '2',
  ),
  'cognito-custom-message': trigger(
    'CustomMessage_SignUp',
    { ...user, codeParameter: '{####}', linkParameter: text, usernameParameter: nullable(text), ...metadata },
    { smsMessage: none, emailMessage: none, emailSubject: none },
  ),
  'cognito-define-challenge': trigger(
    'DefineAuthChallenge_Authentication',
    { ...user, ...session, ...unknownUser, ...metadata },
    { challengeName: none, issueTokens: none, failAuthentication: none },
  ),
  'cognito-create-challenge': trigger(
    'CreateAuthChallenge_Authentication',
    { ...user, challengeName: text, ...session, ...unknownUser, ...metadata },
    { publicChallengeParameters: none, privateChallengeParameters: none, challengeMetadata: none },
  ),
  'cognito-verify-challenge': trigger(
    'VerifyAuthChallengeResponse_Authentication',
    { ...user, privateChallengeParameters: texts, challengeAnswer: anyText, ...unknownUser, ...metadata },
    { answerCorrect: none },
  ),
  'cognito-migrate-user': trigger(
    'UserMigration_Authentication',
    { password: text, ...validation, ...metadata },
    {
      userAttributes: none,
      forceAliasCreation: none,
      finalUserStatus: none,
      messageAction: none,
      desiredDeliveryMediums: none,
    },
  ),
};
