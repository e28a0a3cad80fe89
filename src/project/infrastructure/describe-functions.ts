import { findSample } from '../../samples/catalogue.ts';
import { usualLogGroup } from '../../settings/log-group.ts';
import { classNameFor } from '../class-names.ts';
import type { FunctionSettings, Settings } from '../settings.ts';
import { classNameOf } from '../source.ts';
import { type DescribedFunction, describeFunction } from './description.ts';

const groupOf = ({ name, logGroup = usualLogGroup(name) }: FunctionSettings) => logGroup;

/** All functions of a project, with what stands around them. The first that writes to a log group has it in its part. */
export function describeFunctions(settings: Settings): DescribedFunction[] {
  const { functions, namespace } = settings;
  return functions.map((fn) => {
    const sample = fn.sample === undefined ? undefined : findSample(fn.sample);
    const { handler } = fn;
    const className = sample ? classNameOf(sample, { handler, namespace }) : classNameFor(handler, namespace);
    const isFirst = functions.find((other) => groupOf(other) === groupOf(fn)) === fn;
    return describeFunction(settings, fn, sample, className, isFirst);
  });
}
