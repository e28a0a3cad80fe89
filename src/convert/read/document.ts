import { Budget, checkLimit, parseLimits } from '../../limits/parse.ts';
import { JsonFile } from './json-file.ts';
import type { StructuredFile } from './structured-file.ts';
import { YamlFile } from './yaml-file.ts';

/**
 * Reads a JSON file (comments allowed) or a YAML file; a template without a telling name is what it begins with.
 * @throws UserError with the line that is wrong, or with the limit when it is too large or nested too deeply.
 */
export function readStructured(text: string, path: string): StructuredFile {
  checkLimit(path, parseLimits.documentCharacters, text.length);
  const json = path.endsWith('.json') || /^\uFEFF?\s*\{/.test(text);
  return json ? new JsonFile(text, path, new Budget()) : new YamlFile(text, path, new Budget());
}
