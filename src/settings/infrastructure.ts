import type { CSharpProperties, CSharpStatement, CSharpValue } from './csharp.ts';
import type { HclBody, HclTopBlock } from './hcl.ts';

/** What a setting is in SAM, CDK and Terraform. */

/** The function that a template is written for. */
export interface SamFunction {
  /** Its logical id. */
  readonly id: string;
  readonly name: string;
  readonly logGroup: string;
  /** False where the group stands in another function's part. */
  readonly hasOwnLogGroup: boolean;
  /** Whether it names a role; otherwise SAM makes one, from Policies. */
  readonly hasRole: boolean;
}

/** A setting in a SAM template; it is asked only where the setting is there. */
export interface Sam<T> {
  /** Properties of AWS::Serverless::Function; objects of several settings are merged. */
  properties(setting: T, fn: SamFunction): Readonly<Record<string, unknown>>;
  /** Resources beside the function, by logical id. */
  resources?(setting: T, fn: SamFunction): Readonly<Record<string, unknown>>;
}

/** The function that a Terraform configuration is written for. */
export interface TerraformFunction {
  /** What its resources are called, all alike. */
  readonly label: string;
  readonly name: string;
  readonly logGroup: string;
  readonly hasOwnLogGroup: boolean;
}

/** A setting in Terraform; it is asked only where the setting is there. Names are the AWS provider's. */
export interface Terraform<T> {
  /** Arguments and blocks of aws_lambda_function; blocks of several settings are merged. */
  arguments?(setting: T, fn: TerraformFunction): HclBody;
  /** Resources beside the function. */
  resources?(setting: T, fn: TerraformFunction): readonly HclTopBlock[];
}

/** The function that a construct of the CDK is written for. */
export interface CdkFunction {
  readonly name: string;
}

/** A setting in a CDK app; it is asked only where the setting is there. Names are those of Amazon.CDK.Lib. */
export interface Cdk<T> {
  /** Properties of FunctionProps. */
  properties?(setting: T, fn: CdkFunction): CSharpProperties;
  /** Properties of LogGroupProps, where the group is the function's own. */
  logGroup?(setting: T): CSharpProperties;
  /** Properties of CfnFunction that FunctionProps has no place for. */
  overrides?(setting: T): Readonly<Record<string, CSharpValue>>;
  /** Statements behind the function and its alias: `function` and `live`. */
  statements?(setting: T, fn: CdkFunction): readonly CSharpStatement[];
  /** Whether the CDK gives the role what the setting takes; otherwise the rights of the row are written. */
  readonly grants?: true;
}
