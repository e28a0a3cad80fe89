import * as v from 'valibot';
import { targetFrameworks } from '../platform/frameworks.ts';
import { invokeModes, libraries, urlAuths } from '../platform/options.ts';
import { surroundingsSchema } from './surroundings.ts';

/** A C# type that stands without its namespace. */
const type = v.pipe(v.string(), v.regex(/^(string|Stream|[A-Z][A-Za-z0-9]*)$/));
const identifier = v.pipe(v.string(), v.regex(/^[A-Z][A-Za-z0-9]*$/));
const line = v.pipe(v.string(), v.nonEmpty(), v.regex(/^[^\n]+$/));
const packageReference = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.]+$/)),
  version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/)),
});

/**
 * What a sample's sample.json says. Beside it in the folder stand `event.json`, `src` and `test` (C# in the
 * namespace HelloNative), `host` (tests in the built-in runtime's test host), `expected.json` (what the event is answered
 * with), and where the sample has them: `events` (more events), `guide.md` (a page to read), `files` (for the project's own
 * folder) and `project.xml` (elements for the project file). In a sample with a project of its own, `NAME.ejs` is rendered.
 */
export const sampleSchema = v.strictObject({
  title: line,
  /** One line, for prompts and lists. */
  description: line,
  /** A paragraph on what it teaches, for the project's README. */
  teaches: line,
  /** The class of the handler in the sample's source; its method is always `Handle`. */
  class: identifier,
  /** Whether the class has a method `InitializeAsync`: what can be done before the first event. */
  initializes: v.optional(v.boolean()),
  /** C# types of the handler's input and output; null where it has none. */
  input: v.nullable(type),
  output: v.nullable(type),
  /** Types that the handler reads or writes as JSON itself, beside input and output. */
  jsonTypes: v.optional(v.array(type)),
  /** Namespaces of these types below the project's own, beside Functions. */
  namespaces: v.optional(v.array(identifier)),
  /** What its program calls beside the handler's registration, line by line. Only in a project of its own. */
  program: v.optional(v.array(v.pipe(v.string(), v.regex(/^\.\w+\(.*\)$/)))),
  /** Files below templates/shared that the sample has in common with others. */
  shared: v.optional(v.array(v.pipe(v.string(), v.regex(/^(src|test)\/[\w./]+\.cs$/)))),
  /** Namespaces that its source needs besides, by the library that they come from. */
  usings: v.optional(v.partial(v.strictObject(v.entriesFromList(libraries, v.array(line))))),
  /** Compiler warnings that its source cannot avoid, by library: their code, and why. */
  noWarn: v.optional(
    v.partial(
      v.strictObject(
        v.entriesFromList(libraries, v.record(v.pipe(v.string(), v.regex(/^[A-Z]+\d+$/)), line)),
      ),
    ),
  ),
  packages: v.optional(v.array(packageReference)),
  /** The MSBuild SDK of its project file. */
  sdk: v.optional(v.literal('Microsoft.NET.Sdk.Web')),
  /** The one framework that it is about, where that is not one of those on offer. */
  framework: v.optional(v.picklist(targetFrameworks)),
  /** The libraries that it works with; both unless said otherwise. */
  libraries: v.optional(v.array(v.picklist(libraries))),
  /** It decides how the whole project is built, so that it cannot join another one. */
  ownProject: v.optional(v.boolean()),
  /** Files that its project publishes and that belong into the zip, beside bootstrap. */
  zipFiles: v.optional(v.array(v.pipe(v.string(), v.regex(/^[\w.-]+(\/[\w.-]+)*$/)))),
  /** What its function is set to on Lambda, beside the defaults. */
  function: v.optional(
    v.strictObject({
      environment: v.exactOptional(v.record(v.string(), v.string())),
      url: v.exactOptional(
        v.strictObject({
          auth: v.picklist(urlAuths),
          invokeMode: v.exactOptional(v.picklist(invokeModes)),
        }),
      ),
    }),
  ),
  /** What it works with on AWS: SAM, CDK and Terraform make it. */
  surroundings: v.optional(surroundingsSchema),
  /** Something to know before using it, said aloud. */
  notice: v.optional(line),
});

/** A sample: its folder's name under templates/samples and its sample.json. */
export type Sample = v.InferOutput<typeof sampleSchema> & { readonly id: string };
