import { type Runtime, runtimeFacts } from '../../platform/runtimes.ts';
import type { DeployedFunction } from '../read/deployment.ts';
import type { Path, StructuredFile } from '../read/structured-file.ts';
import { fromFile, imageAdvice, type Redeployment, type Target } from './redeployment.ts';

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Edits a template function by function and says what it could not edit. */
export class TemplateEditor {
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
    // A place on S3, which the upload fills.
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
