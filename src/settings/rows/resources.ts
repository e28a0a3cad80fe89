import * as v from 'valibot';
import { lambdaLimits } from '../../platform/limits.ts';
import { call } from '../csharp.ts';
import { nested } from '../hcl.ts';
import { member, setting } from '../row.ts';
import { integerIn, rangeText } from '../values.ts';

/** What a sandbox of the function gets. */

export const memorySize = setting({
  name: 'memorySize',
  title: 'memory',
  schema: integerIn(lambdaLimits.memoryMB),
  flags: [
    {
      name: 'memory',
      type: 'number',
      placeholder: 'MB',
      ...lambdaLimits.memoryMB,
      description: 'memory of the function',
    },
  ],
  from: (flags, own) => flags.memory ?? own,
  lambda: member('MemorySize', {
    read: (MemorySize) => MemorySize,
    write: (MemorySize) => MemorySize,
    show: (value) => `${value} MB`,
  }),
  sam: { properties: (MemorySize) => ({ MemorySize }) },
  cdk: { properties: (MemorySize) => ({ MemorySize }) },
  terraform: { arguments: (memory_size) => ({ memory_size }) },
  rights: 'none',
  docs: {
    values: rangeText(lambdaLimits.memoryMB, 'MB'),
    text: 'Memory of the function, and with it its share of the processor. Every function has it.',
  },
  example: { setting: 512, words: ['--memory', '512'] },
});

export const timeout = setting({
  name: 'timeout',
  title: 'timeout',
  schema: integerIn(lambdaLimits.timeoutSeconds),
  flags: [
    {
      name: 'timeout',
      type: 'number',
      placeholder: 'SECONDS',
      ...lambdaLimits.timeoutSeconds,
      description: 'maximum time of an invocation',
    },
  ],
  from: (flags, own) => flags.timeout ?? own,
  lambda: member('Timeout', {
    read: (Timeout) => Timeout,
    write: (Timeout) => Timeout,
    show: (value) => `${value} s`,
  }),
  sam: { properties: (Timeout) => ({ Timeout }) },
  cdk: { properties: (seconds) => ({ Timeout: call('Duration.Seconds', seconds) }) },
  terraform: { arguments: (timeout) => ({ timeout }) },
  rights: 'none',
  docs: {
    values: rangeText(lambdaLimits.timeoutSeconds, 'seconds'),
    text: 'The maximum time of an invocation. Every function has it.',
  },
  example: { setting: 10, words: ['--timeout', '10'] },
});

export const ephemeralStorage = setting({
  name: 'ephemeralStorage',
  title: 'ephemeral storage',
  schema: v.optional(integerIn(lambdaLimits.ephemeralStorageMB)),
  flags: [
    {
      name: 'ephemeral-storage',
      type: 'number',
      placeholder: 'MB',
      ...lambdaLimits.ephemeralStorageMB,
      description: 'size of /tmp',
    },
  ],
  from: (flags, own) => flags['ephemeral-storage'] ?? own,
  lambda: member('EphemeralStorage', {
    read: (storage) => storage?.Size ?? lambdaLimits.ephemeralStorageMB.min,
    write: (Size) => ({ Size }),
    show: (value) => `${value} MB`,
  }),
  sam: { properties: (Size) => ({ EphemeralStorage: { Size } }) },
  cdk: { properties: (size) => ({ EphemeralStorageSize: call('Size.Mebibytes', size) }) },
  terraform: { arguments: (size) => ({ ephemeral_storage: nested({ size }) }) },
  rights: 'none',
  docs: { values: rangeText(lambdaLimits.ephemeralStorageMB, 'MB'), text: 'Size of `/tmp`.' },
  example: { setting: 1024, words: ['--ephemeral-storage', '1024'] },
});
