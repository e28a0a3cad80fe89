import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import { percent } from '../../ui/wording.ts';

/** Aliases and the versions that they share calls between. */

/** What a plan calls the version that the run is going to publish. */
export const newVersion = 'the new version';

/** Where an alias is to send its calls. */
export interface AliasTarget {
  readonly name: string;
  /** The version that gets the calls; undefined for the one that this run publishes. */
  readonly version?: string | undefined;
  /** A second version and its share, from 0 to 1; its version is undefined for the one that this run publishes. */
  readonly canary?: { readonly version?: string | undefined; readonly weight: number };
  /** The state of the alias that this was planned for; Lambda answers 412 when it has another. */
  readonly revisionId?: string | undefined;
}

const othersOf = ({ RoutingConfig }: AliasConfiguration) => RoutingConfig?.AdditionalVersionWeights ?? {};

/** Whether an alias shares its calls. */
export const hasWeights = (alias: AliasConfiguration): boolean => Object.keys(othersOf(alias)).length > 0;

/** The share of an alias' calls that each version gets, from 0 to 1. */
export function sharesOf(alias: AliasConfiguration): Record<string, number> {
  const others = othersOf(alias);
  const rest = Object.values(others).reduce((sum, share) => sum - share, 1);
  return { [alias.FunctionVersion ?? '']: Number(rest.toFixed(6)), ...others };
}

/** Shares in words: the version alone where it gets everything. */
export function sharesText(shares: Readonly<Record<string, number>>): string {
  const all = Object.entries(shares);
  return all
    .map(([version, share]) => (all.length === 1 ? version : `${version} (${percent(share)})`))
    .join(', ');
}

/** A newer version that gets a share of an alias' calls. */
export interface Canary {
  readonly version: string;
  /** From 0 to 1. */
  readonly weight: number;
}

/**
 * The canary that is in progress: Lambda takes one version besides the alias' own. An older
 * one is no canary: the calls are shared for another reason.
 */
export function canaryOf(alias: AliasConfiguration): Canary | undefined {
  const [[version, weight] = [], ...more] = Object.entries(othersOf(alias));
  if (version === undefined || weight === undefined || more.length > 0) return undefined;
  return Number(version) > Number(alias.FunctionVersion) ? { version, weight } : undefined;
}
