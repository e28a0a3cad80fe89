import type { DeployedFunction } from '../../convert/read/deployment.ts';
import type { LoadedProject } from '../../dotnet/files.ts';
import type { RuntimeFile } from '../../dotnet/runtime-files.ts';
import type { Edit } from '../../dotnet/splice.ts';
import type { Settings } from '../../project/settings.ts';
import type { UnknownSetting } from '../../project/unknown-settings.ts';

/** A handler as the sources register it; what the source does not say is absent. */
export interface RegisteredHandler {
  /** Lambda's Handler setting; undefined for the one bootstrap that answers whatever the setting is. */
  readonly name: string | undefined;
  /** The file, relative to the project, and the line from 1. */
  readonly path: string;
  readonly line: number;
}

/** A type that crosses Lambda's edge as JSON and that the project's context does not have. */
export interface MissingJsonType {
  /** As C# in the context's file. */
  readonly type: string;
  readonly handler: string | undefined;
  /** False where it may be known through a type that no source here declares. */
  readonly isSure: boolean;
}

/** What the C# of a project says about its handlers. */
export interface CodeFacts {
  /** Undefined where no source registers handlers in a way that is known here. */
  readonly registered: readonly RegisteredHandler[] | undefined;
  /** Whether a handler is registered under a name that is only known at run time. */
  readonly hasComputedNames: boolean;
  /** The JsonSerializerContext that handlers use; undefined for none or several. */
  readonly context: { readonly name: string; readonly path: string } | undefined;
  readonly missingTypes: readonly MissingJsonType[];
  /** The context's file with the missing types; undefined where it must be done by hand. */
  readonly contextFix:
    | { readonly path: string; readonly before: string; readonly edits: readonly Edit[] }
    | undefined;
}

/** A text file of the project, where it is there. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** A file that every project has the same. */
export interface CopiedFile {
  readonly path: string;
  /** What it is for, as a sentence. */
  readonly purpose: string;
  /** Undefined where the project has it no more. */
  readonly text: string | undefined;
  /** What it says in a new project; undefined where that was not needed. */
  readonly template: string | undefined;
}

/** The sample event of a function. */
export interface EventFile {
  readonly path: string;
  readonly functions: readonly string[];
  /** What is wrong with it, as a sentence's end; undefined when it is JSON. */
  readonly problem: string | undefined;
}

/** A project as it stands on disk, read once. */
export interface ProjectFacts {
  /** Absolute. */
  readonly folder: string;
  readonly settings: Settings;
  /** What this version does not know of its functions. */
  readonly unknownSettings: readonly UnknownSetting[];
  /** The project file with all that MSBuild imports for it. */
  readonly dotnet: LoadedProject | undefined;
  /** Why the project file or the sources cannot be read, as a sentence. */
  readonly problem: string | undefined;
  readonly code: CodeFacts | undefined;
  readonly makefile: TextFile | undefined;
  readonly copies: readonly CopiedFile[];
  readonly runtimeFiles: readonly RuntimeFile[];
  readonly events: readonly EventFile[];
  /** The functions of templates and of aws-lambda-tools-defaults.json. */
  readonly deployed: readonly DeployedFunction[];
  /** Files beside the sources that cannot be read, a sentence each. */
  readonly unreadable: readonly string[];
}
