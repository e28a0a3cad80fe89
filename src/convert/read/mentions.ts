import { basename, extname, relative } from 'node:path';
import { lineOf } from '../../dotnet/splice.ts';
import { UserError } from '../../errors.ts';
import { posixPath } from '../../files/paths.ts';
import { type DeployedFunction, templateFunctions } from './deployment.ts';
import { readStructured } from './document.ts';
import { assemblyName, type Location, shown } from './locate.ts';
import { isDockerfile, textIf } from './repository.ts';
import { terraformFunctions } from './terraform.ts';

/** A line of some other file that names a handler of the assembly: CDK, Pulumi, a script, a workflow, a Dockerfile. */
export interface Mention {
  /** Relative to the converted folder. */
  readonly path: string;
  readonly line: number;
  /** `Assembly::Type::Method`, or the name of an executable. */
  readonly handler: string;
}

/** A file with more mentions is data. */
const mostMentions = 200;

/** What stands before and behind a name that is looked at. */
const nearby = 400;

/** A line that deploys nothing. */
const isComment = /^\s*(?:#|\/\/)/;

/** The name of an executable as a setting: `Handler: Meter`, `"handler": "Meter"`, `--function-handler Meter`. */
const isSetting = (before: string, after: string) =>
  /handler["']?(?:[ \t]*[:=][ \t]*|[ \t]+)["']?$/i.test(before.slice(-80)) && !/^[\w.:/+-]/.test(after);

/** The same as the command of an image: `CMD ["Meter"]`, `ENTRYPOINT ["/var/task/Meter"]`. */
const isCommand = (before: string, after: string) =>
  /^[ \t]*(?:CMD|ENTRYPOINT)\b.*["\s/]$/.test(before) && /^(?:\.dll)?(?:["\s,\]]|$)/.test(after);

/** The mentions in one text; one more than the limit where there are too many. */
function mentionsIn(text: string, path: string, assembly: string): Mention[] {
  const isExecutable = isDockerfile(path) ? isCommand : isSetting;
  const mentions: Mention[] = [];
  for (let at = text.indexOf(assembly); at !== -1; at = text.indexOf(assembly, at + assembly.length)) {
    const before = text.slice(Math.max(0, at - nearby), at);
    const after = text.slice(at + assembly.length, at + assembly.length + nearby);
    const line = before.slice(before.lastIndexOf('\n') + 1);
    if (/[\w.-]$/.test(line) || isComment.test(line)) continue;
    const method = /^::[\w.+`]+::\w+/.exec(after)?.[0];
    // Every executable goes by the name of "bootstrap".
    const isNamed = method !== undefined || (assembly !== 'bootstrap' && isExecutable(line, after));
    if (isNamed) mentions.push({ path, line: lineOf(text, at), handler: `${assembly}${method ?? ''}` });
    if (mentions.length > mostMentions) break;
  }
  return mentions;
}

const resourceTypes = ['AWS::Serverless::Function', 'AWS::Lambda::Function'];

/** The functions that a template or a Terraform file describes; none for any other file, and for a damaged one. */
function functionsIn(text: string, path: string): DeployedFunction[] {
  if (/^\.(tf|tofu)$/.test(extname(path))) return terraformFunctions(text, path);
  if (!/^\.(ya?ml|json|template)$/.test(extname(path))) return [];
  if (!resourceTypes.some((type) => text.includes(type))) return [];
  try {
    return templateFunctions(readStructured(text, path));
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

/** What other files of a repository say of functions that may be the project's. */
export interface Elsewhere {
  readonly functions: readonly DeployedFunction[];
  readonly mentions: readonly Mention[];
}

/**
 * Looks through texts for functions and for handlers of the project's assembly. What a function is read from is no
 * mention besides.
 */
export async function readElsewhere(location: Location, paths: readonly string[]): Promise<Elsewhere> {
  const { root, project } = location;
  const assembly = assemblyName(location);
  const words = [assembly, basename(project.folder)];
  const isBelow = (path: string) => !posixPath(relative(project.folder, path)).startsWith('../');
  const functions: DeployedFunction[] = [];
  const mentions: Mention[] = [];
  // One after the other: a folder may hold more text than memory.
  for (const path of paths) {
    const wanted = (bytes: Buffer) => words.some((word) => bytes.includes(word));
    const text = await textIf(path, isBelow(path) ? () => true : wanted);
    if (text === undefined) continue;
    const name = shown(root, path);
    const described = functionsIn(text, name);
    functions.push(...described);
    const known = new Set(described.map(({ handler }) => handler));
    const found = mentionsIn(text, name, assembly);
    if (found.length <= mostMentions) mentions.push(...found.filter(({ handler }) => !known.has(handler)));
  }
  return { functions, mentions };
}
