import { programName } from './runtimes.ts';

/** Where builds leave what they make. Paths are relative to a project, with forward slashes. */

/** The folders that MSBuild writes beside every project file. */
export const sdkOutputs = ['bin', 'obj'] as const;

/** Everything that a build of ours makes, as the Makefile, .gitignore and linker/zip.proj name it. */
export const outputFolder = 'dist';

/** The native program, its symbols and what the project copies beside them. */
export const publishFolder = `${outputFolder}/publish`;
/** The native program. */
export const publishedProgram = `${publishFolder}/${programName}`;
/** What the zip holds. */
export const zipFolder = `${outputFolder}/zip`;
/** The zip of a project. */
export const zipOf = ({ name }: { readonly name: string }): string => `${outputFolder}/${name}.zip`;

/**
 * Where the build for the JIT goes. It is told to MSBuild: a Directory.Build.props of a company may send output
 * anywhere.
 */
export const jitOutput = `${outputFolder}/jit`;
/** The variants that cold-start compares, a folder each. */
export const variantsFolder = `${outputFolder}/cold-start`;
/** The Dockerfile of an image; its context is what the zip holds. */
export const imageDockerfile = `${outputFolder}/image.Dockerfile`;
/** What the program consists of, as a picture. */
export const treemapFile = `${outputFolder}/size.svg`;
/** Where the AWS CLI is told to write an answer. */
export const responseFile = `${outputFolder}/response.json`;
