import { dirname, posix, relative, resolve } from 'node:path';
import { posixPath } from '../../files/paths.ts';
import type { Architecture } from '../../platform/architectures.ts';
import type { Framework } from '../../platform/frameworks.ts';
import { handlerSetting, type Runtime, runtimeFacts } from '../../platform/runtimes.ts';
import type { DeployedFunction } from '../read/deployment.ts';
import type { Path, StructuredFile } from '../read/document.ts';
import type { Mention } from '../read/mentions.ts';
import { isEdited, type ProjectFacts } from '../read/project-model.ts';
import { isDockerfile } from '../read/repository.ts';
import type { Changes } from './changes.ts';

/** A deployed function and the Handler that it is to have. */
export interface Redeployment {
  readonly deployed: DeployedFunction;
  readonly handler: string;
  /** The environment variables that it needs besides. */
  readonly variables?: Readonly<Record<string, string>>;
}

export interface Target {
  readonly framework: Framework;
  readonly runtime: Runtime;
  readonly architecture: Architecture;
  /** The converted folder, and the zip that "make package" leaves there, relative to it. */
  readonly root: string;
  readonly zip: string;
  /** How "package" is made. */
  readonly make: string;
}

/** Where a file of a deployment finds the zip. */
const fromFile = ({ path }: Pick<StructuredFile, 'path'>, { root, zip }: Target) =>
  posixPath(relative(resolve(root, dirname(path)), resolve(root, zip)));

const isOutside = ({ path }: Pick<StructuredFile, 'path'>) => path.startsWith('../');

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

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

const imageAdvice = (handler: string) =>
  `its Dockerfile has to build the bootstrap, as Dockerfile.al2 does, and its command has to be ${handler}`;

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

/** Edits a template function by function and says what it could not edit. */
class TemplateEditor {
  file: StructuredFile;
  readonly #said: { path: Path; text: string }[] = [];
  readonly #ours: readonly Redeployment[];
  readonly #isAllOurs: boolean;

  constructor(file: StructuredFile, ours: readonly Redeployment[], isAllOurs: boolean) {
    this.file = file;
    this.#ours = ours;
    this.#isAllOurs = isAllOurs;
  }

  /** @param isSam whether SAM deploys it; "dotnet lambda" builds the folder of the code by itself. */
  edit(target: Target, isSam: boolean): void {
    const { runtime, architecture } = target;
    const code = fromFile(this.file, target);
    let packs = false;
    for (const { deployed, handler, variables = {} } of this.#ours) {
      if (deployed.isImage) {
        this.#said.push({
          path: ['Resources', deployed.id ?? ''],
          text: `${deployed.id} is a container image; ${imageAdvice(handler)}.`,
        });
        continue;
      }
      this.#set(deployed, 'Handler', handler, 'Handler');
      this.#set(deployed, 'Runtime', runtime, 'Handler');
      this.#set(deployed, 'Architectures', [architecture], 'Runtime');
      for (const [name, value] of Object.entries(variables)) this.#setVariable(deployed, name, value);
      this.#saySnapStart(deployed, runtime);
      if (isSam) packs = this.#setCode(deployed, code) || packs;
    }
    if (packs) {
      this.#said.push({
        path: [],
        text: `the code is ${code} now; run "${target.make} package" before "sam deploy" ("sam build" takes the zip as it is).`,
      });
    }
  }

  #setVariable({ places: [own], id }: DeployedFunction, name: string, value: string): void {
    const all = [...(own as Path), 'Environment', 'Variables'];
    // Something that only CloudFormation can work out has no place for a variable.
    const taken = [all.slice(0, -1), all].find(
      (path) => this.file.has(path) && this.file.keys(path).length === 0,
    );
    if (taken)
      this.#said.push({ path: taken, text: `set the environment variable ${name} of ${id} to ${value}.` });
    else if (this.file.get([...all, name]) !== value) this.file = this.file.set([...all, name], value);
  }

  #saySnapStart({ places, id }: DeployedFunction, runtime: Runtime): void {
    const path = places.map((place) => [...place, 'SnapStart']).find((p) => this.file.has(p));
    if (!path) return;
    this.#said.push({
      path,
      text: runtimeFacts[runtime].isManaged
        ? `${id} has SnapStart, which AWS does not document for a native program; take it out, or try it first.`
        : `${id} has SnapStart, which Lambda refuses for a provided runtime; take it out.`,
    });
  }

  /** SAM builds no custom runtime from the folder of a project, and deploys the sources as they lie there. */
  #setCode(deployed: DeployedFunction, code: string): boolean {
    const [own, globals] = deployed.places as [Path, Path | undefined];
    const key = globals === undefined ? 'Code' : 'CodeUri';
    const places = globals === undefined ? [own] : [own, globals];
    const place = places.find((p) => this.file.has([...p, key]));
    // A place on S3, which whoever uploads there fills.
    if (place && this.file.keys([...place, key]).length > 0) return false;
    if (!place && globals === undefined) return false;
    const before = this.file.text;
    this.#set(deployed, key, code, 'Handler');
    return this.file.text !== before;
  }

  /** What could not be edited, by the line that it has afterwards. */
  get remarks(): string[] {
    return this.#said.map(({ path, text }) => {
      const line = path.length === 0 ? '' : `:${this.file.lineOf(path)}`;
      return `${this.file.path}${line}: ${text}`;
    });
  }

  #set(deployed: DeployedFunction, key: string, value: string | string[], after: string): void {
    const [own, globals] = deployed.places as [Path, Path | undefined];
    const shared = globals !== undefined && this.file.has([...globals, key]);
    const isShared = !this.file.has([...own, key]) && shared;
    if (isShared && isSame(this.file.get([...globals, key]), value)) return;
    const place = isShared && this.#isAllOurs ? globals : own;
    const path = [...place, key];
    const now = this.file.get(path);
    if (isSame(now, value)) return;
    if (this.file.has(path) && now === undefined) {
      const written = Array.isArray(value) ? value.join(', ') : value;
      this.#said.push({
        path,
        text: `${key} of ${deployed.id} is worked out by CloudFormation; make it ${written}.`,
      });
      return;
    }
    if (Array.isArray(now) && Array.isArray(value) && now.length === 1) {
      this.file = this.file.set([...path, 0], value[0]);
      return;
    }
    this.file = this.file.set(path, value, after);
  }
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
