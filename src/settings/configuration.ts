import type { ConfigurationRequest } from './row.ts';
import { settingRows, wantedOf, wantSettings } from './table.ts';

/** The configuration of a new function with these settings and no others, as `deploy` asks Lambda for it. */
export function configurationOf(
  own: Parameters<typeof wantSettings>[0],
  name: string,
  handlerVariables: Readonly<Record<string, string>>,
): ConfigurationRequest {
  const wanted = wantSettings(own, {}, { name, fileEnvironment: {}, handlerVariables });
  let request: ConfigurationRequest = {};
  for (const row of settingRows) {
    const value = wantedOf(wanted, row);
    if (row.lambda.kind === 'member' && value !== undefined)
      request = row.lambda.write(value, request, undefined);
  }
  return request;
}
