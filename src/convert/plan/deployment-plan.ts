import { posix } from 'node:path';
import { handlerSetting, type Runtime } from '../../platform/runtimes.ts';
import type { Mention } from '../read/mentions.ts';
import { isEdited, type ProjectFacts } from '../read/project-model.ts';
import { isDockerfile } from '../read/repository.ts';
import type { StructuredFile } from '../read/structured-file.ts';
import type { Changes } from './changes.ts';
import { fromFile, imageAdvice, type Redeployment, type Target } from './redeployment.ts';
import { TemplateEditor } from './template-editor.ts';

const isOutside = ({ path }: Pick<StructuredFile, 'path'>) => path.startsWith('../');

/** What has to be changed by hand where a file is not edited: it lies outside, or is one that only Terraform reads. */
function byHandRemark({ deployed, handler }: Redeployment, target: Target): string {
  const { file, line, id, format, isImage } = deployed;
  const { runtime, architecture } = target;
  const code = fromFile(file, target);
  const state = isOutside(file) ? 'lies outside of this folder and was not changed' : 'was not changed';
  const settings =
    format === 'terraform'
      ? `its handler ${handler}, its runtime ${runtime}, its architectures ["${architecture}"] and its filename ${code}`
      : `its Handler ${handler}, its Runtime ${runtime}, its Architectures [${architecture}] and its code ${code}`;
  return `${file.path}:${line}: ${id} ${state}; ${isImage ? imageAdvice(handler) : `make ${settings}`}.`;
}

/** What is said of a line in another file that names a handler, or an executable, as it was. */
export function mentionRemark(
  { path, line, handler: old }: Mention,
  handler: string,
  runtime: Runtime,
): string {
  const setting = handlerSetting(runtime, handler);
  const advice = isDockerfile(path)
    ? imageAdvice(handler).replace(/^its Dockerfile/, 'it')
    : `there the handler has to be ${setting.handler}, the runtime ${runtime} and the code the zip`;
  return `${path}:${line}: this still names ${old}; ${advice}.`;
}

/** What msbuild-parameters may hold that stands against NativeAOT; given there it outdoes the project file. */
const againstNative =
  /(^|\s)([-/]p:(PublishReadyToRun\w*|PublishSingleFile|PublishAot|PublishTrimmed|UseAppHost|OutputType|AssemblyName)=\S+|--self-contained[ =]false|--no-self-contained)(?=\s|$)/gi;

function editDefaults(
  file: StructuredFile,
  redeployment: Redeployment | undefined,
  target: Target,
  old: string | undefined,
): StructuredFile {
  let edited = file;
  const set = (key: string, value: string, after?: string) => {
    if (edited.get([key]) !== value) edited = edited.set([key], value, after);
  };
  const framework = edited.get(['framework']);
  if (typeof framework === 'string' && framework !== target.framework && framework === old)
    set('framework', target.framework);
  const parameters = edited.get(['msbuild-parameters']);
  if (redeployment && typeof parameters === 'string') {
    const kept = parameters.replaceAll(againstNative, '').trim();
    if (kept !== parameters.trim()) set('msbuild-parameters', kept);
  }
  if (!redeployment) return edited;
  if (redeployment.deployed.isImage) {
    set('image-command', redeployment.handler);
    return edited;
  }
  set('function-runtime', target.runtime, 'configuration');
  set('function-handler', redeployment.handler);
  set('function-architecture', target.architecture, 'function-runtime');
  return edited;
}

const isTemplateOf = (defaults: StructuredFile, path: string) => {
  const named = defaults.get(['template']);
  return typeof named === 'string' && posix.join(posix.dirname(defaults.path), named) === path;
};

/**
 * What a function needs of its runtime: a managed one takes the program as its Handler, and a variable where the program
 * has several handlers. A container image is started as its own Dockerfile says.
 */
function forRuntime(wanted: readonly Redeployment[], runtime: Runtime): Redeployment[] {
  const isOnly = new Set(wanted.map(({ handler }) => handler)).size < 2;
  return wanted.map((own) => {
    if (own.deployed.isImage) return own;
    const { handler, variables } = handlerSetting(runtime, own.handler);
    return { ...own, handler, variables: isOnly ? {} : variables };
  });
}

/** The variables of a function whose file is not edited for them. */
const variableRemarks = (
  { deployed: { file, line, id }, variables = {} }: Redeployment,
  { runtime }: Target,
) =>
  Object.entries(variables).map(
    ([name, value]) =>
      `${file.path}:${line}: ${id ?? 'the function'} has the program as its Handler, as ${runtime} wants it; set its environment variable ${name} to ${value}.`,
  );

/** Adapts the files that a function is deployed with: runtime, handler, architecture. Returns remarks. */
export function planDeployment(
  facts: ProjectFacts,
  changes: Changes,
  wanted: readonly Redeployment[],
  target: Target,
): string[] {
  const remarks: string[] = [];
  const ours = forRuntime(wanted, target.runtime);
  for (const template of facts.templates) {
    const inFile = ours.filter(({ deployed }) => deployed.file === template);
    const all = facts.deployed.filter(({ file }) => file === template);
    // What lies outside is not ours to change; what to do there is said below.
    if (inFile.length === 0 || isOutside(template)) continue;
    const editor = new TemplateEditor(template, inFile, inFile.length === all.length);
    const { path } = template;
    const isForDotnetLambda =
      posix.basename(path) === 'serverless.template' ||
      (facts.defaults !== undefined && isTemplateOf(facts.defaults, path));
    editor.edit(target, !isForDotnetLambda);
    changes.write(template.path, template.text, editor.file.text);
    remarks.push(...editor.remarks);
  }
  const byHand = ours.filter(({ deployed }) => !isEdited(facts, deployed));
  remarks.push(...byHand.map((redeployment) => byHandRemark(redeployment, target)));
  const told = ours.filter(({ deployed }) => !isEdited(facts, deployed) || deployed.format === 'defaults');
  remarks.push(...told.flatMap((redeployment) => variableRemarks(redeployment, target)));
  if (facts.defaults) {
    const { defaults } = facts;
    const old = facts.project.evaluation.get('TargetFramework');
    const own = ours.find(({ deployed }) => deployed.file === defaults);
    changes.write(defaults.path, defaults.text, editDefaults(defaults, own, target, old).text);
    if (own?.deployed.isImage)
      remarks.push(
        `${defaults.path}:${defaults.lineOf(['package-type'])}: this deploys a container image; its Dockerfile has to build the bootstrap, as Dockerfile.al2 does.`,
      );
  }
  return remarks;
}
