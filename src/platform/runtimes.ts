/** What one of Lambda's runtimes gives to a program, and how long. One row is all that the tool knows of a runtime. */
interface RuntimeFacts {
  /** The operating system of its image. */
  readonly system: string;
  /** The highest GLIBC symbol version that its libc has. */
  readonly glibc: string;
  /** The version of its OpenSSL, which .NET opens by name when it first needs it. */
  readonly openSsl: string;
  /** OpenSSL's libraries, by the names that a program is linked to. */
  readonly openSslLibraries: readonly string[];
  /** What it has of ICU, as the middle of a sentence; .NET ends at start where it finds none that fits. */
  readonly icu: string;
  /** AWS's image of it, from which containers are made; of a managed one, that of the same system without .NET. */
  readonly image: string;
  /** Whether AWS starts the program through a script of its own, which takes the Handler for the program's name. */
  readonly isManaged: boolean;
  /** False for what is only kept where a project has it. */
  readonly isOffered: boolean;
  /** Dates of AWS's runtime deprecation table (ISO 8601); they have moved before. */
  readonly deprecated: string;
  readonly createBlocked: string;
  readonly updateBlocked: string;
}

/** What the managed runtimes of .NET have in common. Source: AWS, bootstrap.sh of Amazon.Lambda.RuntimeSupport. */
const managed = {
  system: 'Amazon Linux 2023 with .NET',
  glibc: '2.34',
  openSsl: '3',
  openSslLibraries: ['libssl.so.3', 'libcrypto.so.3'],
  icu: 'ICU',
  image: 'public.ecr.aws/lambda/provided:al2023',
  isManaged: true,
} as const;

/**
 * The runtimes, the one to prefer first.
 * Sources: AWS, "Lambda runtimes"; the packages of the images of Amazon Linux.
 */
export const runtimeFacts = {
  'provided.al2023': {
    system: 'Amazon Linux 2023',
    glibc: '2.34',
    openSsl: '3',
    openSslLibraries: ['libssl.so.3', 'libcrypto.so.3'],
    icu: 'no ICU',
    image: 'public.ecr.aws/lambda/provided:al2023',
    deprecated: '2029-06-30',
    createBlocked: '2029-07-31',
    updateBlocked: '2029-08-31',
    isManaged: false,
    isOffered: true,
  },
  'provided.al2': {
    system: 'Amazon Linux 2',
    glibc: '2.26',
    openSsl: '1.0.2',
    openSslLibraries: ['libssl.so.10', 'libcrypto.so.10'],
    icu: 'an ICU that is too old',
    image: 'public.ecr.aws/lambda/provided:al2',
    deprecated: '2026-07-31',
    createBlocked: '2027-02-01',
    updateBlocked: '2027-03-03',
    isManaged: false,
    isOffered: true,
  },
  dotnet10: {
    ...managed,
    deprecated: '2028-11-14',
    createBlocked: '2028-12-14',
    updateBlocked: '2029-01-15',
    isOffered: true,
  },
  dotnet8: {
    ...managed,
    deprecated: '2026-11-10',
    createBlocked: '2027-02-01',
    updateBlocked: '2027-03-03',
    isOffered: false,
  },
} as const satisfies Readonly<Record<string, RuntimeFacts>>;

export type Runtime = keyof typeof runtimeFacts;
export const runtimes = Object.keys(runtimeFacts) as [Runtime, ...Runtime[]];
/** Whether a text is the name of one. */
export const isRuntime = (name: string | undefined): name is Runtime =>
  runtimes.some((runtime) => runtime === name);
/** Those that a new function can be made for. */
export const offeredRuntimes = runtimes.filter((name) => runtimeFacts[name].isOffered);
/** What a function gets when no runtime was chosen. */
export const defaultRuntime: Runtime = 'provided.al2023';

/** Whether a runtime has been deprecated on a day (ISO 8601). */
export const isDeprecated = (runtime: Runtime, today: string): boolean =>
  today >= runtimeFacts[runtime].deprecated;

/** The runtime whose C library is the newest: what does not start there starts nowhere. */
export const newestRuntime: Runtime = runtimes.reduce((newest, runtime) =>
  Number(runtimeFacts[runtime].glibc.split('.')[1]) > Number(runtimeFacts[newest].glibc.split('.')[1])
    ? runtime
    : newest,
);

/** The file that Lambda starts. */
export const programName = 'bootstrap';
/** Says which of a program's handlers a function is of, where Handler cannot. */
export const handlerVariable = 'FUNCTION_HANDLER';

/** How Lambda is told which handler of a program a function is of. */
export interface HandlerSetting {
  /** Lambda's Handler. */
  readonly handler: string;
  /** Environment variables that it takes besides. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What Lambda has to be told for a handler: a managed runtime takes Handler for the name of the program. */
export const handlerSetting = (runtime: Runtime, handler: string): HandlerSetting =>
  runtimeFacts[runtime].isManaged
    ? { handler: programName, variables: { [handlerVariable]: handler } }
    : { handler, variables: {} };
