import { basename, dirname, resolve, sep } from 'node:path';
import { type DeployedFunction, mayRunDotnet, splitHandler } from './deployment.ts';
import { assemblyName, isOutside, type Location } from './locate.ts';

/** A project and the others around it, by their folders: absolute paths. */
export interface Neighbourhood extends Pick<Location, 'root' | 'project'> {
  /** The other projects of the repository. */
  readonly others: readonly string[];
  /** Those of them whose assembly has the same name. */
  readonly twins: readonly string[];
}

const contains = (folder: string, path: string) => path === folder || path.startsWith(`${folder}${sep}`);

/** A project of tests is not deployed. */
const isTestFolder = (folder: string) => /tests?$/i.test(folder);

/**
 * Whose code lies at a path: that of the project in `own`, of another one, or of either.
 * A path that holds no project is where some build puts its output.
 */
function ownerOf(path: string, own: string, others: readonly string[]): 'own' | 'other' | 'unknown' {
  const [nearest] = [own, ...others]
    .filter((folder) => contains(folder, path))
    .sort((a, b) => b.length - a.length);
  // What lies in a folder around the project may be its output.
  if (nearest !== undefined && !(nearest !== own && contains(nearest, own) && path.endsWith('.zip')))
    return nearest === own ? 'own' : 'other';
  const within = others.filter((folder) => folder !== own && contains(path, folder) && !isTestFolder(folder));
  if (contains(path, own)) return within.length === 0 ? 'own' : 'unknown';
  return within.length === 0 ? 'unknown' : 'other';
}

/** Whether an output has a project's name: `artifacts/Meter`, `dist/meter.zip`. */
function isNamedAs(path: string, place: Neighbourhood): boolean {
  const name = basename(path, '.zip').toLowerCase();
  return [assemblyName(place), place.project.name].some(
    (own) => own !== 'bootstrap' && own.toLowerCase() === name,
  );
}

/** Whether a file is one of the project's own deployment files, and not one that serves other projects as well. */
const isInside = ({ root }: Neighbourhood, { file, format }: DeployedFunction) =>
  format !== 'terraform' && !isOutside(root, resolve(root, file.path));

/** How sure it is that a function runs this project's code. `output`: its code lies where no project is. */
type Verdict = 'own' | 'other' | 'output';

function verdictOf(place: Neighbourhood, deployed: DeployedFunction): Verdict {
  const { root, project, others, twins } = place;
  const { handler, code, file } = deployed;
  const name = assemblyName(place);
  const assembly = handler === undefined ? undefined : splitHandler(handler)?.assembly;
  if (assembly === undefined ? !mayRunDotnet(deployed) : assembly !== name) return 'other';
  const path = code === undefined ? undefined : resolve(root, dirname(file.path), code);
  const namesakes = assembly === undefined ? others : twins;
  const owner = path === undefined ? 'unknown' : ownerOf(path, project.folder, namesakes);
  if (owner !== 'unknown') return owner;
  // Every executable goes by the name of "bootstrap".
  if (assembly !== undefined || (handler === name && name !== 'bootstrap')) {
    const isElsewhere = path === undefined && belongsToTwin(place, resolve(root, file.path));
    return isElsewhere ? 'other' : 'own';
  }
  if (path !== undefined && twins.length === 0 && isNamedAs(path, place)) return 'own';
  if (!isInside(place, deployed)) return 'other';
  if (path === undefined || path.endsWith('.zip') || contains(path, project.folder)) return 'own';
  return others.every((folder) => isOutside(root, folder)) ? 'output' : 'other';
}

/**
 * The functions that run this project's code, as far as their handlers and the paths of their code tell. A function
 * that goes by no name of an assembly counts where its code is this project's, and in the converted folder where
 * nothing speaks against it: not another function of the same file either, whose code surely is this project's.
 */
export function ownFunctions(place: Neighbourhood, all: readonly DeployedFunction[]): DeployedFunction[] {
  const judged = all.map((deployed) => ({ deployed, verdict: verdictOf(place, deployed) }));
  const sure = new Set(
    judged.filter(({ verdict }) => verdict === 'own').map(({ deployed }) => deployed.file),
  );
  return judged
    .filter(
      ({ verdict, deployed }) => verdict === 'own' || (verdict === 'output' && !sure.has(deployed.file)),
    )
    .map(({ deployed }) => deployed);
}

/** How many folders two paths have in common. */
function shared(a: string, b: string): number {
  const [left, right] = [a.split(sep), b.split(sep)];
  const differs = left.findIndex((part, i) => part !== right[i]);
  return differs === -1 ? left.length : differs;
}

/** Whether a file lies nearer to another project of the same assembly's name: what names that means the other one. */
export function belongsToTwin({ project, twins }: Neighbourhood, path: string): boolean {
  const own = shared(project.folder, path);
  return twins.some((twin) => shared(twin, path) > own);
}
