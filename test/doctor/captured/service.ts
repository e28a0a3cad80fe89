import type { Captured } from './captured.ts';

/** What AWS says, as its CLI, its SDKs, CloudFormation and the console word it; dotnet lambda and Docker. */
export const capturedServices: readonly Captured[] = [
  // aws/aws-lambda-dotnet#1684.
  [
    'dotnet-lambda-architecture',
    'Host machine architecture (Arm64) differs from Lambda architecture (X64). Building Native AOT Lambda functions require the host and lambda architectures to match.',
  ],
  // aws/aws-extensions-for-dotnet-cli#254, #274 and aws/aws-sam-cli#5011.
  [
    'dotnet-lambda-docker',
    'Starting container for native AOT build using build image: public.ecr.aws/sam/build-dotnet7:latest-x86_64.\n  Unknown error executing command: Failed to locate docker CLI executable. Make sure the docker CLI is installed in the environment PATH.\n     at Amazon.Common.DotNetCli.Tools.DockerCLIWrapper..ctor(IToolLogger logger, String workingDirectory)',
  ],
  ['dotnet-lambda-docker', "Unknown error executing command: Value cannot be null. (Parameter 'inputUri')"],
  [
    'dotnet-lambda-docker',
    "Unknown error executing command: Could not find a part of the path 'C:\\tmp\\source'.",
  ],
  [
    'no-docker',
    'ERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
  ],
  [
    'qemu-crash',
    'qemu: uncaught target signal 6 (Aborted) - core dumped\n/usr/bin/entrypoint.sh: line 3:     8 Aborted                 dotnet publish',
  ],
  [
    'no-emulation',
    'exec /usr/bin/sh: exec format error\nERROR: failed to solve: process "/bin/sh -c yum install"',
  ],
  [
    'too-large',
    'An error occurred (InvalidParameterValueException) when calling the UpdateFunctionCode operation: Unzipped size must be smaller than 262144000 bytes',
  ],
  [
    'too-large',
    'An error occurred (RequestEntityTooLargeException) when calling the UpdateFunctionCode operation: Request must be smaller than 70167211 bytes for the UpdateFunctionCode operation',
  ],
  // serverlesspub/ffmpeg-aws-lambda-layer#23, brefphp/bref#450, aws/serverless-application-model#2124.
  [
    'too-large-with-layers',
    'Function code combined with layers exceeds the maximum allowed size of 262144000 bytes. The actual size is 349762174 bytes.',
  ],
  [
    'too-large-with-layers',
    'An error occurred: ApiLambdaFunction - Function code combined with layers exceeds the maximum allowed size of 262144000 bytes. The actual size is 267227776 bytes. (Service: AWSLambdaInternal; Status Code: 400; Error Code: InvalidParameterValueException; Request ID: 6db3db60-0548-421a-8c23-7624f8e8bb67).',
  ],
  [
    'too-large-with-layers',
    'An error occurred (InvalidParameterValueException) when calling the CreateFunction operation: Layers consume more than the available size of 262144000 bytes',
  ],
  [
    'bad-zip',
    'An error occurred (InvalidParameterValueException) when calling the UpdateFunctionCode operation: Could not unzip uploaded file. Please check your file, then try to upload again.',
  ],
  [
    'role-not-assumable',
    'botocore.exceptions.ClientError: An error occurred (InvalidParameterValueException) when calling the CreateFunction operation: The role defined for the function cannot be assumed by Lambda.',
  ],
  // The CLI, terraform (hashicorp/terraform#15929), .NET's SDK, and the console.
  [
    'already-exists',
    'An error occurred (ResourceConflictException) when calling the CreateFunction operation: Function already exist: orders',
  ],
  [
    'already-exists',
    'Error creating Lambda function: ResourceConflictException: Function already exist: orders\n\tstatus code: 409, request id: 76db4773-8a23-11e7-87a8-6ff908dd6661',
  ],
  ['already-exists', 'Amazon.Lambda.Model.ResourceConflictException: Function already exist: orders'],
  ['already-exists', 'Function already exist: orders'],
  [
    'already-exists',
    'botocore.errorfactory.ResourceConflictException: An error occurred (ResourceConflictException) when calling the CreateAlias operation: Alias already exists: arn:aws:lambda:us-east-1:123456789012:function:orders:live',
  ],
  [
    'already-exists',
    'Error adding new Lambda Permission for orders, retrying: ResourceConflictException: The statement id (AllowExecutionFromCloudWatch) provided already exists. Please provide a new statement id, or remove the existing statement.',
  ],
  [
    'update-in-progress',
    'An error occurred (ResourceConflictException) when calling the UpdateFunctionCode operation: The operation cannot be performed at this time. An update is in progress for resource: arn:aws:lambda:us-east-1:123456789012:function:orders',
  ],
  [
    'runtime-blocked',
    'An error occurred (InvalidParameterValueException) when calling the CreateFunction operation: The runtime parameter of dotnetcore3.1 is no longer supported for creating or updating AWS Lambda functions. We recommend you use the new runtime (dotnet8) while creating or updating functions.',
  ],
  // serverless/examples#279, the console (DataBiosphere/azul#4200), .NET's SDK, and a customer's key.
  [
    'kms-denied',
    "An error occurred (KMSAccessDeniedException) when calling the Invoke operation: Lambda was unable to decrypt the environment variables because KMS access was denied. Please check the function's KMS key settings. KMS Exception: AccessDeniedException KMS Message: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.",
  ],
  [
    'kms-denied',
    "Calling the invoke API action failed with this message: Lambda was unable to decrypt the environment variables because KMS access was denied. Please check the function's KMS key settings.",
  ],
  [
    'kms-denied',
    "Amazon.Lambda.Model.KMSAccessDeniedException: Lambda was unable to decrypt the environment variables because KMS access was denied. Please check the function's KMS key settings. KMS Exception: AccessDeniedExceptionKMS Message: User: arn:aws:sts::123456789012:assumed-role/orders/orders is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:123456789012:key/1 because no identity-based policy allows the kms:Decrypt action",
  ],
  [
    'kms-denied',
    'Lambda was unable to configure access to your environment variables because the KMS key is invalid for CreateGrant. Please check your KMS key settings. KMS Exception: InvalidArnException KMS Message: ARN does not refer to a valid principal',
  ],
  // zappa/Zappa#892, aws/aws-sdk-ruby#1192, serverless/serverless#8209.
  [
    'vpc-permissions',
    'botocore.exceptions.ClientError: An error occurred (AccessDeniedException) when calling the UpdateFunctionConfiguration operation: Your access has been denied by EC2, please make sure your request credentials have permission to DescribeSecurityGroups for sg-1111111. EC2 Error Code: UnauthorizedOperation. EC2 Error Message: You are not authorized to perform this operation.',
  ],
  [
    'vpc-permissions',
    'Aws::Lambda::Errors::AccessDeniedException - Your access has been denied by EC2, please make sure your request credentials have permission to DescribeSubnets for subnet-131313. EC2 Error Code: UnauthorizedOperation. EC2 Error Message: You are not authorized to perform this operation.:',
  ],
  [
    'vpc-permissions',
    'User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ec2:DescribeSecurityGroups because no identity-based policy allows the ec2:DescribeSecurityGroups action',
  ],
  [
    'no-credentials',
    'aws: Unable to locate credentials. You can configure credentials by running "aws configure".',
  ],
  [
    'credentials-expired',
    'Error: An error occurred (ExpiredTokenException) when calling the GetCallerIdentity operation: The security token included in the request is expired',
  ],
  [
    'access-denied',
    'botocore.exceptions.ClientError: An error occurred (AccessDeniedException) when calling the CreateFunction operation: User: arn:aws:iam::123456789012:user/ci is not authorized to perform: lambda:CreateFunction on resource: arn:aws:lambda:eu-west-1:123456789012:function:orders',
  ],
  [
    'kms-denied',
    "An error occurred (KMSDisabledException) when calling the Invoke operation: Lambda was unable to decrypt the environment variables because the KMS key used is disabled. Please check the function's KMS key settings.",
  ],
  // justinram11/serverless-aws-batch#16 and serverless/serverless#1966.
  [
    'vpc-role',
    'An error occurred: TestLambdaFunction - The provided execution role does not have permissions to call CreateNetworkInterface on EC2 (Service: AWSLambdaInternal; Status Code: 400; Error Code: InvalidParameterValueException; Request ID: 66cd36bb-eaf5-420b-8880-359e52d985c1; Proxy: null).',
  ],
  [
    'vpc-role',
    'Your access has been denied by EC2, please make sure your function execution role have permission to CreateNetworkInterface. EC2 Error Code: UnauthorizedOperation. EC2 Error Message: You are not authorized to perform this operation.',
  ],
  ['no-docker', '/bin/sh: 1: docker: not found\nmake: *** [Makefile:153: docker-package] Error 127'],
  [
    'no-credentials',
    'AmazonServiceException: Unable to get IAM security credentials from EC2 Instance Metadata Service.\nAmazon.Runtime.DefaultInstanceProfileAWSCredentials.FetchCredentials()',
  ],
];
