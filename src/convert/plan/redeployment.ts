import { dirname, relative, resolve } from 'node:path';
import { posixPath } from '../../files/paths.ts';
import type { Architecture } from '../../platform/architectures.ts';
import type { Framework } from '../../platform/frameworks.ts';
import type { Runtime } from '../../platform/runtimes.ts';
import type { DeployedFunction } from '../read/deployment.ts';
import type { StructuredFile } from '../read/structured-file.ts';

/** A deployed function and the Handler that it is to have. */
export interface Redeployment {
  readonly deployed: DeployedFunction;
  readonly handler: string;
  /** The environment variables that it needs besides. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** What all functions of a project are to be. */
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
export const fromFile = ({ path }: Pick<StructuredFile, 'path'>, { root, zip }: Target) =>
  posixPath(relative(resolve(root, dirname(path)), resolve(root, zip)));

/** What a function that is a container image needs, as the end of a sentence. */
export const imageAdvice = (handler: string) =>
  `its Dockerfile has to build the bootstrap, as Dockerfile.al2 does, and its command has to be ${handler}`;
