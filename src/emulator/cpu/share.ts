import { lambdaProcessor } from '../../platform/limits.ts';

/** How much processor a sandbox has, in the kernel's terms: so many µs of each period, of all processors together. */
export interface CpuQuota {
  readonly vcpus: number;
  readonly periodUs: number;
  readonly quotaUs: number;
}

/** The vCPUs that belong to a memory setting (MB). */
export const vcpusOf = (memorySize: number): number => memorySize / lambdaProcessor.memoryPerVcpuMB;

/** The quota of a memory setting (MB). */
export function quotaOf(memorySize: number): CpuQuota {
  const { periodUs } = lambdaProcessor;
  const vcpus = vcpusOf(memorySize);
  return { vcpus, periodUs, quotaUs: Math.round(periodUs * vcpus) };
}

/** vCPUs as a text shows them: 0.07, 1.00, 5.79. */
export const vcpuText = (vcpus: number): string => `${vcpus.toFixed(2)} vCPU`;

/** Says that a machine has fewer processors than belong to a memory setting; undefined where it has enough. */
export function fewProcessors(memorySizes: readonly number[], processors: number): string | undefined {
  const largest = Math.max(...memorySizes);
  if (vcpusOf(largest) <= processors) return undefined;
  return `${largest} MB have ${vcpuText(vcpusOf(largest))} on Lambda, and this machine has ${processors} processors: above ${Math.floor(processors * lambdaProcessor.memoryPerVcpuMB)} MB figures are the machine's.`;
}
