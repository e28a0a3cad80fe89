import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { readText } from '../../files/text.ts';
import type { FunctionSettings } from '../../project/settings.ts';
import { isObject } from '../../settings/values.ts';

/**
 * Whether an event is what a function URL sends: payload format 2.0 of an HTTP request. Source: Lambda's developer
 * guide, "Invoking Lambda function URLs".
 */
export function isHttpEvent(text: string): boolean {
  try {
    const event: unknown = JSON.parse(text);
    if (!isObject(event) || event.version !== '2.0') return false;
    return isObject(event.requestContext) && isObject(event.requestContext.http);
  } catch {
    return false;
  }
}

async function takesHttp(folder: string, { url, event }: FunctionSettings): Promise<boolean> {
  if (url !== undefined) return true;
  if (event === undefined) return false;
  try {
    return isHttpEvent((await readText(join(folder, event))) ?? '');
  } catch (error) {
    // A sample event that cannot be read says nothing.
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** The names of the functions that answer HTTP requests: they have a URL, or a sample event of one. */
export async function httpFunctions(
  folder: string,
  functions: readonly FunctionSettings[],
): Promise<ReadonlySet<string>> {
  const answers = await Promise.all(functions.map((fn) => takesHttp(folder, fn)));
  return new Set(functions.filter((_, i) => answers[i]).map(({ name }) => name));
}
