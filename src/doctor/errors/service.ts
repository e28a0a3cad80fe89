import { defaultRuntime, runtimeFacts } from '../../platform/runtimes.ts';
import { type KnownError, lambda } from './known-error.ts';

const newest = runtimeFacts[defaultRuntime];

/** What AWS answers to a deployment. */
export const serviceErrors = [
  {
    id: 'too-large',
    title: 'The package is too large',
    texts: [
      'Unzipped size must be smaller than … bytes',
      'Zipped size must be smaller than … bytes',
      'RequestEntityTooLarge',
      'Request must be smaller than … bytes',
    ],
    cause: 'Symbols (.dbg) or the whole publish folder are in the zip, or the function is really that large.',
    fix: 'Pack only the stripped bootstrap ("lambda-nativeaot build"); zips of 50 MB and more go through S3, and 250 MB unpacked is the maximum.',
    references: [`${lambda}/gettingstarted-limits.html`],
  },
  {
    id: 'too-large-with-layers',
    title: 'The function is too large together with its layers',
    texts: [
      'Function code combined with layers exceeds the maximum allowed size',
      'Layers consume more than the available size of',
    ],
    cause:
      'Code and all layers together may have 250 MB unpacked (262144000 bytes). CloudFormation adds layers before it replaces the code, so for a moment the old code counts.',
    fix: 'Remove layers that a native function does not need, and pack the stripped bootstrap alone ("lambda-nativeaot build"). If only the change is too large, first deploy the smaller code, then the layer.',
    references: [`${lambda}/gettingstarted-limits.html`, 'https://github.com/aws/aws-sam-cli/issues/3784'],
  },
  {
    id: 'bad-zip',
    title: 'Lambda cannot unpack the zip',
    texts: [
      'Could not unzip uploaded file',
      'Uploaded file must be a non-empty zip',
      'InvalidZipFileException',
    ],
    cause: 'The file is cut off, is no zip, or its entries have absolute names or an unusual compression.',
    fix: 'Pack again with "make zip"; "lambda-nativeaot doctor FILE.zip" tells what is wrong with it.',
    references: [`${lambda}/troubleshooting-deployment.html`],
  },
  {
    id: 'role-not-assumable',
    title: 'Lambda may not use the role',
    texts: ['The role defined for the function cannot be assumed by Lambda'],
    cause:
      'The role is a few seconds old and not yet known everywhere, or its trust policy does not name Lambda.',
    fix: 'Try again after ten seconds; else let lambda.amazonaws.com assume the role (sts:AssumeRole) in its trust policy.',
    references: [`${lambda}/lambda-intro-execution-role.html`],
  },
  {
    id: 'already-exists',
    title: 'The function, alias or permission already exists',
    texts: [
      'Function already exist',
      'ResourceConflictException…already exist',
      'Alias already exists: arn:aws',
      'FunctionUrlConfig exists for this Lambda function',
    ],
    replaces: ['update-in-progress'],
    cause:
      'The call creates what already exists. A tool that tries to create an existing function usually lacks lambda:GetFunction, so it does not see the function.',
    fix: 'Update instead of create ("lambda-nativeaot deploy" decides by itself) and allow lambda:GetFunction, or take another name, account or region.',
    references: [
      'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html',
      'https://github.com/motdotla/node-lambda/issues/182',
    ],
  },
  {
    id: 'update-in-progress',
    title: 'Two updates at once',
    texts: [
      'The operation cannot be performed at this time. An update is in progress',
      'ResourceConflictException: …update is in progress',
      'is currently in the following state: Pending',
      'ResourceConflictException',
    ],
    cause: 'Lambda changes one thing at a time; the update before this one has not finished.',
    fix: 'Wait until LastUpdateStatus is Successful ("aws lambda wait function-updated-v2"); "lambda-nativeaot deploy" waits.',
    references: [`${lambda}/functions-states.html`],
  },
  {
    id: 'runtime-blocked',
    title: 'The runtime is no longer supported',
    texts: ['The runtime parameter of … is no longer supported'],
    cause: 'AWS has deprecated this runtime and no longer lets functions be created with it, or updated.',
    fix: `Move to ${defaultRuntime} (glibc ${newest.glibc}, OpenSSL ${newest.openSsl}, ${newest.icu}).`,
    references: [`${lambda}/lambda-runtimes.html`],
  },
  {
    id: 'kms-denied',
    title: 'Lambda cannot decrypt the environment variables',
    texts: [
      'unable to decrypt the environment variables because KMS access was denied',
      'unable to decrypt …environment variables because',
      'the KMS key is invalid for CreateGrant',
    ],
    replaces: ['access-denied'],
    cause:
      'The role may not use the key (kms:Decrypt), the key is disabled or deleted, or the role was deleted and created again under the same name.',
    fix: 'Allow kms:Decrypt on the key for the role. If the role was created again, set another role on the function and then this one, so that Lambda renews its grant.',
    references: [
      'https://repost.aws/knowledge-center/lambda-kmsaccessdeniedexception-errors',
      'https://github.com/serverless/examples/issues/279',
    ],
  },
  {
    id: 'vpc-permissions',
    title: 'Your user or role may not read the VPC',
    texts: [
      'Your access has been denied by EC2, please make sure your request credentials have permission',
      'have permission to Describe…UnauthorizedOperation',
      'is not authorized to perform: ec2:DescribeSecurityGroups',
      'is not authorized to perform: ec2:DescribeSubnets',
      'is not authorized to perform: ec2:DescribeVpcs',
    ],
    replaces: ['access-denied'],
    cause:
      'To put a function into a VPC, Lambda looks up subnets and security groups with the credentials of the deployment, not with the role of the function.',
    fix: 'Allow ec2:DescribeSecurityGroups, ec2:DescribeSubnets and ec2:DescribeVpcs (on resource "*") for the user or role that deploys.',
    references: [`${lambda}/configuration-vpc.html`, 'https://github.com/zappa/Zappa/issues/892'],
  },
  {
    id: 'vpc-role',
    title: 'The role of the function may not use the VPC',
    texts: [
      'execution role does not have permissions to call CreateNetworkInterface on EC2',
      'your function execution role have permission to',
    ],
    cause:
      'Lambda creates network interfaces in the VPC with the role of the function, and the role may not.',
    fix: 'Attach the policy AWSLambdaVPCAccessExecutionRole to the role before the function gets its VPC.',
    references: [`${lambda}/configuration-vpc.html`],
  },
  {
    id: 'no-credentials',
    title: 'There are no AWS credentials',
    texts: [
      'Unable to locate credentials',
      'Could not load credentials from any providers',
      'CredentialsProviderError',
      'Unable to get IAM security credentials from EC2 Instance Metadata Service',
      'Failed to resolve AWS credentials',
    ],
    cause: 'Neither the environment nor the profile has credentials for AWS.',
    fix: 'Run "aws configure sso" or "aws login", or name a profile with AWS_PROFILE.',
    references: ['https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-configure.html'],
  },
  {
    id: 'credentials-expired',
    title: 'The AWS credentials are not valid any more',
    texts: [
      'The security token included in the request is expired',
      'The security token included in the request is invalid',
      'ExpiredTokenException',
      'UnrecognizedClientException',
      'The SSO session associated with this profile has expired',
    ],
    cause: 'Temporary credentials have run out, or belong to another account or partition.',
    fix: 'Sign in again ("aws sso login"), and look for stale AWS_SESSION_TOKEN variables.',
    references: ['https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-troubleshooting.html'],
  },
  {
    id: 'access-denied',
    title: 'A permission is missing',
    texts: [
      'is not authorized to perform: lambda:',
      'is not authorized to perform: iam:',
      'is not authorized to perform: ',
    ],
    cause: 'The policies of the user or role do not allow the action that the message names.',
    fix: 'Allow the action; to create a function it takes iam:PassRole on the role of the function as well.',
    references: [`${lambda}/access-control-identity-based.html`],
  },
] as const satisfies readonly KnownError[];
