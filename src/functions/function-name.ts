import { UsageError, UserError } from '../errors.ts';
import { lambdaLimits } from '../platform/limits.ts';
import { functionName, nameProblem } from '../project/names.ts';
import type { Settings } from '../project/settings.ts';

/**
 * The Lambda name of a handler that a project is to get.
 * @throws UsageError when the name cannot be one; UserError when the project has it already.
 */
export function newFunctionName(settings: Settings, handler: string): string {
  const problem = nameProblem(handler);
  if (problem !== undefined) throw new UsageError(`NAME "${handler}": ${problem}`);
  const name = functionName(settings.name, handler);
  const most = lambdaLimits.functionNameLength;
  if (name.length > most) {
    throw new UsageError(
      `NAME "${handler}": the function would be called ${name}, ${name.length} characters; Lambda takes ${most} at most.`,
    );
  }
  // Names that differ by case alone would share their files on Windows and macOS.
  const same = (a: string) =>
    a.toLowerCase() === handler.toLowerCase() || a.toLowerCase() === name.toLowerCase();
  const present = settings.functions.find((fn) => same(fn.handler) || same(fn.name));
  if (present) {
    throw new UserError(
      `The project has a function ${present.handler} already (${present.name} on Lambda); choose another name.`,
    );
  }
  return name;
}
