import {
  AddPermissionCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionCommand,
  DeleteFunctionUrlConfigCommand,
  type FunctionConfiguration,
  PublishVersionCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';
import { abortError, orAbort } from '../../processes/interrupt.ts';
import { urlRequest } from '../../settings/rows/url-request.ts';
import { configurationDifference } from '../deploy/fields.ts';
import { isImage } from '../deploy/image-file.ts';
import type { SettingAction, Step, StepAction } from '../deploy/plan.ts';
import { publicPermissions } from '../deploy/url-plan.ts';
import { deleteRole } from '../iam/role-deletion.ts';
import { ensureRole, resolveRole } from '../iam/roles.ts';
import { explainAws } from '../session/failure.ts';
import { createAlias, updateAlias } from './alias.ts';
import { change } from './changes.ts';
import type { Run } from './run.ts';
import { sender } from './send.ts';
import { applyCall } from './setting-calls.ts';
import { codeOf } from './upload.ts';
import { requireOwnCode } from './verify-code.ts';
import { requireReady, settle } from './waits.ts';

function remember(
  { progress }: Run,
  { RevisionId, FunctionArn, Role, LoggingConfig, CodeSha256 }: FunctionConfiguration,
) {
  progress.revisionId = RevisionId;
  progress.codeSha256 = CodeSha256;
  progress.arn = FunctionArn ?? progress.arn;
  progress.roleArn = Role ?? progress.roleArn;
  progress.logGroup = LoggingConfig?.LogGroup ?? progress.logGroup;
}

/** Waits for a change to take effect; the function's next state is what the next change builds on. */
async function settled(run: Run): Promise<FunctionConfiguration> {
  const configuration = requireReady(await settle(run, run.desired.name));
  remember(run, configuration);
  return configuration;
}

/** The same for a change of the code: what the answer and the new state say of it must be what was sent. */
async function settledCode(run: Run, answer: FunctionConfiguration): Promise<void> {
  remember(run, answer);
  requireOwnCode(run, answer);
  requireOwnCode(run, await settled(run));
}

async function create(run: Run): Promise<void> {
  const { desired, progress } = run;
  const send = sender(run);
  const role = desired.createRole ? progress.roleArn : await resolveRole(run, desired.role as string);
  progress.roleArn = role;
  const { request } = configurationDifference(desired, undefined);
  const Code = await codeOf(run);
  const command = new CreateFunctionCommand({
    ...request,
    FunctionName: desired.name,
    Role: role,
    Code,
    PackageType: isImage(run.code) ? 'Image' : 'Zip',
    Architectures: [desired.architecture],
    ...(Object.keys(desired.tags ?? {}).length > 0 ? { Tags: { ...desired.tags } } : {}),
  });
  await settledCode(run, await change(run, () => send(command)));
}

async function updateCode(run: Run): Promise<void> {
  const { desired, progress } = run;
  const send = sender(run);
  const code = await codeOf(run);
  const request = () =>
    new UpdateFunctionCodeCommand({
      FunctionName: desired.name,
      Architectures: [desired.architecture],
      RevisionId: progress.revisionId,
      ...code,
    });
  await settledCode(run, await change(run, () => send(request())));
}

async function updateConfiguration(run: Run): Promise<void> {
  const { desired, progress } = run;
  const send = sender(run);
  const { request } = configurationDifference(desired, progress.current?.configuration);
  if (request.Role !== undefined) {
    request.Role = await resolveRole(run, request.Role);
    progress.roleArn = request.Role;
  }
  const command = () =>
    new UpdateFunctionConfigurationCommand({
      ...request,
      FunctionName: desired.name,
      RevisionId: progress.revisionId,
    });
  await change(run, () => send(command()));
  await settled(run);
}

async function publish(run: Run): Promise<void> {
  const { desired, progress, code } = run;
  const send = sender(run);
  // What is published is what was deployed: Lambda refuses it when something else is there by then.
  const CodeSha256 = isImage(code) ? progress.codeSha256 : code.sha256;
  const command = new PublishVersionCommand({
    FunctionName: desired.name,
    ...(CodeSha256 === undefined ? {} : { CodeSha256 }),
  });
  const published = await change(run, () => send(command));
  requireOwnCode(run, published);
  progress.version = published.Version;
}

const urlOwner = ({ desired: { name, alias } }: Run) => ({ FunctionName: name, Qualifier: alias });

type PublicOrIam = Parameters<typeof urlRequest>[0];

async function createUrl(run: Run): Promise<void> {
  const request = { ...urlOwner(run), ...urlRequest(run.desired.url as PublicOrIam) };
  const send = () => sender(run)(new CreateFunctionUrlConfigCommand(request));
  run.progress.url = (await change(run, send)).FunctionUrl;
}

async function updateUrl(run: Run): Promise<void> {
  const request = { ...urlOwner(run), ...urlRequest(run.desired.url as PublicOrIam) };
  const send = () => sender(run)(new UpdateFunctionUrlConfigCommand(request));
  run.progress.url = (await change(run, send)).FunctionUrl;
}

async function deleteUrl(run: Run): Promise<void> {
  await change(run, () => sender(run)(new DeleteFunctionUrlConfigCommand(urlOwner(run))));
  run.progress.url = undefined;
}

/** One permission after the other: Lambda takes one change of a policy at a time. */
async function allowPublicUrl(run: Run, { changes }: Step): Promise<void> {
  const send = sender(run);
  const policy = run.progress.current?.policy ?? [];
  for (const { request } of publicPermissions) {
    if (!changes.some(({ to }) => to === request.Action)) continue;
    // A statement of that id that does not give the permission is in the way of the one that does.
    if (policy.some(({ Sid }) => Sid === request.StatementId)) {
      const StatementId = request.StatementId;
      await change(run, () => send(new RemovePermissionCommand({ ...urlOwner(run), StatementId })));
    }
    await change(run, () => send(new AddPermissionCommand({ ...urlOwner(run), ...request })));
  }
}

async function withdrawPublicUrl(run: Run, { changes }: Step): Promise<void> {
  for (const { to: StatementId } of changes) {
    await change(run, () => sender(run)(new RemovePermissionCommand({ ...urlOwner(run), StatementId })));
  }
}

async function tag(run: Run, { changes }: Step): Promise<void> {
  const Tags = Object.fromEntries(changes.map(({ field, to }) => [field, to]));
  await change(run, () => sender(run)(new TagResourceCommand({ Resource: run.progress.arn, Tags })));
}

/** A version that something still uses stays, with a remark: the deployment itself is done. */
async function deleteVersions(run: Run, { versions = [] }: Step): Promise<void> {
  const FunctionName = run.desired.name;
  for (const Qualifier of versions) {
    try {
      await sender(run)(new DeleteFunctionCommand({ FunctionName, Qualifier }));
    } catch (error) {
      if (run.signal?.aborted) throw abortError();
      const reason = explainAws(error, run.session.target);
      run.progress.notes.push(`version ${Qualifier} was not deleted: ${(reason as Error).message}`);
    }
  }
}

async function deleteFunction(run: Run): Promise<void> {
  const command = new DeleteFunctionCommand({ FunctionName: run.desired.name });
  await change(run, () => sender(run)(command));
}

async function createRole(run: Run): Promise<void> {
  run.progress.roleArn = await ensureRole(run);
}

/** A setting that has calls of its own. */
async function applySetting(run: Run, name: string): Promise<void> {
  const { desired, progress, session, signal } = run;
  await change(run, () => orAbort(applyCall(name, desired, session, progress.logGroup), signal));
}

const executors: Readonly<
  Record<Exclude<StepAction, SettingAction>, (run: Run, step: Step) => Promise<void>>
> = {
  'create role': createRole,
  'use existing role': createRole,
  create,
  'update code': updateCode,
  'update configuration': updateConfiguration,
  tag,
  publish,
  'create alias': createAlias,
  'update alias': updateAlias,
  'shift alias': updateAlias,
  'promote alias': updateAlias,
  'create URL': createUrl,
  'update URL': updateUrl,
  'delete URL': deleteUrl,
  'allow public URL': allowPublicUrl,
  'withdraw public URL': withdrawPublicUrl,
  'delete versions': deleteVersions,
  'delete function': deleteFunction,
  'delete role': deleteRole,
};

/** Carries out one step of a plan; done means that Lambda has it in effect. */
export async function applyStep(run: Run, step: Step): Promise<void> {
  if (step.setting !== undefined) return applySetting(run, step.setting);
  await executors[step.action as Exclude<StepAction, SettingAction>](run, step);
}
