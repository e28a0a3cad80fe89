import type { Architecture, Framework, Runtime } from '../project/platform.ts';
import type { Changes } from './changes.ts';
import type { DeployedFunction } from './deployment.ts';
import type { Path, StructuredFile } from './document.ts';
import type { ProjectFacts } from './facts.ts';

/** A deployed function and the Handler that it is to have. */
export interface Redeployment {
  readonly deployed: DeployedFunction;
  readonly handler: string;
}

export interface Target {
  readonly framework: Framework;
  readonly runtime: Runtime;
  readonly architecture: Architecture;
}

/** Edits a template function by function and says what it could not edit. */
class TemplateEditor {
  file: StructuredFile;
  readonly remarks: string[] = [];
  readonly #ours: readonly Redeployment[];
  readonly #isAllOurs: boolean;

  constructor(file: StructuredFile, ours: readonly Redeployment[], isAllOurs: boolean) {
    this.file = file;
    this.#ours = ours;
    this.#isAllOurs = isAllOurs;
  }

  edit({ runtime, architecture }: Target): void {
    for (const { deployed, handler } of this.#ours) {
      if (deployed.isImage) {
        this.remarks.push(
          `${this.#place(deployed)}: ${deployed.id} is a container image; its Dockerfile has to build the bootstrap, as Dockerfile.al2 does, and its command has to be ${handler}.`,
        );
        continue;
      }
      this.#set(deployed, 'Handler', handler, 'Handler');
      this.#set(deployed, 'Runtime', runtime, 'Handler');
      this.#set(deployed, 'Architectures', [architecture], 'Runtime');
    }
  }

  #place({ id }: DeployedFunction): string {
    return `${this.file.path}:${this.file.lineOf(['Resources', id ?? ''])}`;
  }

  #set(deployed: DeployedFunction, key: string, value: string | string[], after: string): void {
    const [own, globals] = deployed.places as [Path, Path | undefined];
    const shared = globals !== undefined && this.file.has([...globals, key]);
    const place = !this.file.has([...own, key]) && shared && this.#isAllOurs ? globals : own;
    const path = [...place, key];
    const now = this.file.get(path);
    if (JSON.stringify(now) === JSON.stringify(value)) return;
    if (this.file.has(path) && now === undefined) {
      const written = Array.isArray(value) ? value.join(', ') : value;
      this.remarks.push(
        `${this.file.path}:${this.file.lineOf(path)}: ${key} of ${deployed.id} is worked out by CloudFormation; make it ${written}.`,
      );
      return;
    }
    if (Array.isArray(now) && Array.isArray(value) && now.length === 1) {
      this.file = this.file.set([...path, 0], value[0]);
      return;
    }
    this.file = this.file.set(path, value, after);
  }
}

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
  if (!redeployment) return edited;
  set('function-runtime', target.runtime, 'configuration');
  set('function-handler', redeployment.handler);
  set('function-architecture', target.architecture, 'function-runtime');
  return edited;
}

/** Adapts the files that a function is deployed with: runtime, handler, architecture. Returns remarks. */
export function planDeployment(
  facts: ProjectFacts,
  changes: Changes,
  ours: readonly Redeployment[],
  target: Target,
): string[] {
  const remarks: string[] = [];
  for (const template of facts.templates) {
    const inFile = ours.filter(({ deployed }) => deployed.file === template);
    const all = facts.deployed.filter(({ file }) => file === template);
    if (inFile.length === 0) continue;
    const editor = new TemplateEditor(template, inFile, inFile.length === all.length);
    editor.edit(target);
    changes.write(template.path, template.text, editor.file.text);
    remarks.push(...editor.remarks);
  }
  if (facts.defaults) {
    const { defaults } = facts;
    const old = facts.project.evaluation.get('TargetFramework');
    const own = ours.find(({ deployed }) => deployed.file === defaults);
    changes.write(defaults.path, defaults.text, editDefaults(defaults, own, target, old).text);
  }
  return remarks;
}
