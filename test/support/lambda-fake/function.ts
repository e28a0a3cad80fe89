import { createHash, randomUUID } from 'node:crypto';
import type {
  AliasConfiguration,
  EventSourceMappingConfiguration,
  FunctionConfiguration,
  FunctionUrlConfig,
  ProvisionedConcurrencyConfigListItem,
} from '@aws-sdk/client-lambda';
import { conflict, invalid, notFound, stale } from './errors.ts';

export interface Statement {
  readonly Sid: string;
  readonly [field: string]: unknown;
}

export interface Version {
  readonly configuration: FunctionConfiguration;
  readonly zip: Buffer;
}

/** What the next creation or update comes to when it is over. */
interface Pending {
  readsLeft: number;
  readonly apply: () => void;
}

const zipMagic = Buffer.from('PK\x03\x04', 'latin1');
const directLimit = 52_428_800;

/** A function's code, checked as the service checks it. */
export function checkZip(zip: Buffer, direct: boolean): string {
  if (direct && zip.length >= directLimit) {
    throw invalid('Zipped size must be smaller than 52428800 bytes');
  }
  if (!zip.subarray(0, 4).equals(zipMagic))
    throw invalid('Could not unzip uploaded file. Please check your file.');
  return createHash('sha256').update(zip).digest('base64');
}

/**
 * One function as the service keeps it: changes take effect only after some reads, refuse each other meanwhile,
 * and give it another revision, at their beginning and at their end.
 */
export class FakeFunction {
  configuration: FunctionConfiguration;
  zip: Buffer;
  image: { readonly uri: string; readonly resolved: string } | undefined;
  tags: Record<string, string> = {};
  reservedConcurrency: number | undefined;
  recursiveLoop: 'Allow' | 'Terminate' = 'Terminate';
  readonly versions = new Map<string, Version>();
  readonly aliases = new Map<string, AliasConfiguration>();
  /** By alias; the function's own under ''. */
  readonly urls = new Map<string, FunctionUrlConfig>();
  readonly policies = new Map<string, Statement[]>();
  /** Event source mappings; those of an alias have its ARN. */
  readonly triggers: EventSourceMappingConfiguration[] = [];
  readonly provisioned: ProvisionedConcurrencyConfigListItem[] = [];
  private pending: Pending | undefined;
  private lastVersion = 0;
  private calls = 0;

  constructor(configuration: FunctionConfiguration, zip: Buffer) {
    this.configuration = configuration;
    this.zip = zip;
  }

  /** The function as it is now; what happens to it later does not reach the copy. */
  copy(): FakeFunction {
    const { versions, aliases, urls, policies, triggers, provisioned } = this;
    return Object.assign(Object.create(FakeFunction.prototype), this, {
      versions: new Map(versions),
      aliases: new Map(aliases),
      urls: new Map(urls),
      policies: new Map(policies),
      triggers: [...triggers],
      provisioned: [...provisioned],
    }) as FakeFunction;
  }

  private revise(changes: FunctionConfiguration): void {
    this.configuration = { ...this.configuration, ...changes, RevisionId: randomUUID() };
  }

  /** Begins the creation. @param failure the reason with which it will fail. */
  begin(reads: number, failure: string | undefined): void {
    this.revise({
      State: 'Pending',
      StateReason: 'The function is being created.',
      StateReasonCode: 'Creating',
    });
    const end: FunctionConfiguration =
      failure === undefined
        ? {
            State: 'Active',
            StateReason: undefined,
            StateReasonCode: undefined,
            LastUpdateStatus: 'Successful',
          }
        : { State: 'Failed', StateReason: failure, StateReasonCode: 'InvalidConfiguration' };
    this.pending = { readsLeft: reads, apply: () => this.revise(end) };
    if (reads === 0) this.finish();
  }

  /** Begins an update; its values show at once, its status when it is over. */
  update(changes: FunctionConfiguration, zip: Buffer, reads: number, failure: string | undefined): void {
    const before = { configuration: this.configuration, zip: this.zip };
    this.zip = zip;
    this.revise({ ...changes, LastUpdateStatus: 'InProgress', LastUpdateStatusReason: undefined });
    this.pending = {
      readsLeft: reads,
      apply: () => {
        if (failure === undefined) return this.revise({ LastUpdateStatus: 'Successful' });
        this.zip = before.zip;
        this.configuration = before.configuration;
        this.revise({
          LastUpdateStatus: 'Failed',
          LastUpdateStatusReason: failure,
          LastUpdateStatusReasonCode: 'InvalidConfiguration',
        });
      },
    };
    if (reads === 0) this.finish();
  }

  private finish(): void {
    const { pending } = this;
    this.pending = undefined;
    pending?.apply();
  }

  /** A read of the function; time passes with reads alone, so that no test depends on a clock. */
  read(): FunctionConfiguration {
    const shown = this.configuration;
    if (this.pending && this.pending.readsLeft-- <= 0) {
      this.finish();
      return this.configuration;
    }
    return shown;
  }

  /** @throws ResourceConflictException while a change is in progress, PreconditionFailedException for an old revision. */
  requireFree(revisionId?: string): void {
    const { State, FunctionArn, RevisionId } = this.configuration;
    if (State === 'Pending' || State === 'Failed') {
      throw conflict(
        `The operation cannot be performed at this time. The function is currently in the following state: ${State}`,
      );
    }
    if (this.pending) {
      throw conflict(
        `The operation cannot be performed at this time. An update is in progress for resource: ${FunctionArn}`,
      );
    }
    if (revisionId !== undefined && revisionId !== RevisionId) throw stale();
  }

  /** Publishes what $LATEST is; the newest version again when it is the same. */
  publish(): FunctionConfiguration {
    const newest = this.versions.get(String(this.lastVersion));
    const { Version: _, FunctionArn, RevisionId: __, LastModified: ___, ...now } = this.configuration;
    if (newest) {
      const { Version, FunctionArn: _a, RevisionId: _r, LastModified: _l, ...then } = newest.configuration;
      if (JSON.stringify(then) === JSON.stringify(now)) return newest.configuration;
    }
    this.lastVersion++;
    const name = String(this.lastVersion);
    const arn = `${FunctionArn}:${name}`;
    const LastModified = new Date().toISOString().replace('Z', '+0000');
    const configuration = { ...this.configuration, Version: name, FunctionArn: arn, LastModified };
    this.versions.set(name, { configuration, zip: this.zip });
    return configuration;
  }

  /**
   * The version that answers a call: an alias with a share takes turns, so that no test depends on chance. With 10 %, it is
   * every tenth call.
   */
  pick(qualifier: string | undefined): Version {
    const { RoutingConfig } = this.aliases.get(qualifier ?? '') ?? {};
    const [[version, weight] = []] = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
    if (version === undefined || weight === undefined) return this.resolve(qualifier);
    this.calls++;
    const isTurn = Math.floor(this.calls * weight + 1e-9) > Math.floor((this.calls - 1) * weight + 1e-9);
    return this.resolve(isTurn ? version : qualifier);
  }

  /** The version that a qualifier names: a number, an alias, or the function itself. */
  resolve(qualifier: string | undefined): Version {
    if (qualifier === undefined || qualifier === '$LATEST') {
      return { configuration: this.configuration, zip: this.zip };
    }
    const number = this.aliases.get(qualifier)?.FunctionVersion ?? qualifier;
    const version = this.versions.get(number);
    if (!version) throw notFound(`Function not found: ${this.configuration.FunctionArn}:${qualifier}`);
    return version;
  }
}
