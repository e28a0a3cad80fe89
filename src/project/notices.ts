import { checkedOn } from '../platform/checked-on.ts';
import {
  defaultFramework,
  frameworkFacts,
  isUnsupported,
  needsNewerSdk,
  sdkDownload,
  type TargetFramework,
} from '../platform/frameworks.ts';
import { openSslProblem } from '../platform/openssl.ts';
import { defaultRuntime, isDeprecated, type Runtime, runtimeFacts } from '../platform/runtimes.ts';
import { findSample } from '../samples/catalogue.ts';
import type { Settings } from './settings.ts';

/** Said where a runtime is chosen whose end is near; a test compares the dates with the table. */
function runtimeNotice(runtime: Runtime, framework: TargetFramework): string {
  if (!isDeprecated(runtime, checkedOn)) return '';
  const { deprecated, createBlocked, updateBlocked } = runtimeFacts[runtime];
  const problem = openSslProblem(framework, runtime);
  const openssl = problem === undefined ? '' : ` It has ${problem}.`;
  return `${runtime} was deprecated on ${deprecated}: no new functions from ${createBlocked}, no updates from ${updateBlocked}. Prefer ${defaultRuntime}.${openssl}`;
}

/**
 * Said where a framework is chosen that gets no fixes any more, or that most machines have no SDK for yet; the samples
 * about older ones say it themselves.
 */
function frameworkNotice(framework: TargetFramework): string {
  const { end, isOffered, sdk } = frameworkFacts[framework];
  if (!isOffered) return '';
  if (!isUnsupported(framework, checkedOn)) {
    return needsNewerSdk(framework) ? `${framework} needs the .NET SDK ${sdk} or newer: ${sdkDownload}` : '';
  }
  return `${framework} has been out of support since ${end}: no fixes, also not for security. Prefer ${defaultFramework}.`;
}

/** What the user should know before building on a project: its runtime's and its sample's age, for example. */
export function noticesOf({ runtime, framework, functions }: Settings): string[] {
  const samples = functions.map(({ sample }) =>
    sample === undefined ? undefined : findSample(sample).notice,
  );
  return [frameworkNotice(framework), runtimeNotice(runtime, framework), ...samples].filter(
    (notice) => notice !== undefined && notice !== '',
  ) as string[];
}
