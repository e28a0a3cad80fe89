import { compareVersions } from './versions.ts';

/** What the tool knows of a target framework. One row is all of it. */
interface FrameworkFacts {
  /**
   * When Microsoft's support ends (ISO 8601). Source: the .NET support policy; net11.0's date, which is no patch day,
   * is that of its release notes (dotnet/core, release-notes/11.0).
   */
  readonly end: string;
  /** Whether it gets fixes for three years. */
  readonly isLts: boolean;
  /** The SDK that compiles it: the number of the framework itself, or a newer one's. */
  readonly sdk: string;
  /** The OpenSSL that its cryptography needs at least. Source: supported OS policy of the release. */
  readonly openSsl: string;
  /** Whether JsonSourceGenerationOptions takes everything that JsonSerializerOptions does, names in any case among it. */
  readonly hasJsonOptions: boolean;
  /** False for one that has a sample about it and no other way to choose it. */
  readonly isOffered: boolean;
}

/** The frameworks, the newest first. */
export const frameworkFacts = {
  'net11.0': {
    end: '2028-11-09',
    isLts: false,
    sdk: '11.0',
    openSsl: '1.1.1',
    hasJsonOptions: true,
    isOffered: true,
  },
  'net10.0': {
    end: '2028-11-14',
    isLts: true,
    sdk: '10.0',
    openSsl: '1.1.1',
    hasJsonOptions: true,
    isOffered: true,
  },
  'net9.0': {
    end: '2026-11-10',
    isLts: false,
    sdk: '9.0',
    openSsl: '1.0.0',
    hasJsonOptions: true,
    isOffered: true,
  },
  'net8.0': {
    end: '2026-11-10',
    isLts: true,
    sdk: '8.0',
    openSsl: '1.0.0',
    hasJsonOptions: true,
    isOffered: true,
  },
  'net7.0': {
    end: '2024-05-14',
    isLts: false,
    sdk: '10.0',
    openSsl: '1.0.0',
    hasJsonOptions: false,
    isOffered: false,
  },
  'net6.0': {
    end: '2024-11-12',
    isLts: true,
    sdk: '10.0',
    openSsl: '1.0.0',
    hasJsonOptions: false,
    isOffered: false,
  },
} as const satisfies Readonly<Record<string, FrameworkFacts>>;

/** Whatever a project's TargetFramework may be. */
export type TargetFramework = keyof typeof frameworkFacts;
type Offered<T extends TargetFramework> = T extends TargetFramework
  ? (typeof frameworkFacts)[T] extends { isOffered: true }
    ? T
    : never
  : never;
/** A framework that can be chosen. */
export type Framework = Offered<TargetFramework>;

export const targetFrameworks = Object.keys(frameworkFacts) as [TargetFramework, ...TargetFramework[]];
export const frameworks = targetFrameworks.filter((name) => frameworkFacts[name].isOffered) as [
  Framework,
  ...Framework[],
];
/** What a project gets when no framework was chosen. */
export const defaultFramework: Framework = 'net10.0';

/** Where every SDK comes from. */
export const sdkDownload = 'https://dotnet.microsoft.com/download';

/** Whether a framework needs a newer SDK than what a new project gets by itself. */
export const needsNewerSdk = (framework: TargetFramework): boolean =>
  compareVersions(frameworkFacts[framework].sdk, frameworkFacts[defaultFramework].sdk) > 0;

/** Whether a framework gets no fixes any more on a day (ISO 8601). */
export const isUnsupported = (framework: TargetFramework, today: string): boolean =>
  today >= frameworkFacts[framework].end;
