import * as v from 'valibot';
import { UsageError } from '../../errors.ts';
import { invokeModes, urlAuths } from '../../platform/options.ts';
import { setting } from '../row.ts';
import { choiceText, plainChoices } from '../values.ts';
import { urlRequest, urlSchema, type WantedUrl } from './url-request.ts';
import { cdkUrl, terraformUrl } from './url-templates.ts';

export const url = setting({
  name: 'url',
  title: 'URL',
  schema: v.optional(urlSchema),
  flags: [
    {
      name: 'url',
      type: 'choice',
      choices: [
        { value: 'none', hint: 'public, no authentication' },
        { value: 'iam', hint: 'only signed requests' },
        { value: 'off', hint: 'no function URL' },
      ],
      description: 'function URL and its authentication; with --alias it is the alias that has the URL',
    },
    {
      name: 'invoke-mode',
      type: 'choice',
      choices: plainChoices(invokeModes),
      description: 'whether the function URL streams',
    },
    {
      name: 'cors-origin',
      type: 'texts',
      placeholder: 'ORIGIN',
      description: 'web site that may call the function URL, or "*"',
    },
  ],
  from: (flags, own): WantedUrl | undefined => {
    const origins = flags['cors-origin'];
    const invokeMode = flags['invoke-mode'] ?? own?.invokeMode;
    const auth = flags.url ?? own?.auth;
    if (auth === undefined) {
      if (origins === undefined && invokeMode === undefined) return undefined;
      throw new UsageError(
        '--cors-origin and --invoke-mode belong to a function URL; give --url none or iam.',
      );
    }
    const cors = origins === undefined ? own?.cors : { ...own?.cors, origins: [...origins] };
    return {
      auth,
      ...(cors === undefined ? {} : { cors }),
      ...(invokeMode === undefined ? {} : { invokeMode }),
    };
  },
  lambda: {
    kind: 'planned',
    by: 'url',
    operations: [
      'CreateFunctionUrlConfig',
      'UpdateFunctionUrlConfig',
      'DeleteFunctionUrlConfig',
      'AddPermission',
      'RemovePermission',
    ],
  },
  sam: { properties: (own) => ({ FunctionUrlConfig: urlRequest(own) }) },
  cdk: { statements: cdkUrl },
  terraform: { resources: terraformUrl },
  rights: 'none',
  docs: {
    values: `object of \`auth\` (${choiceText(urlAuths)}), \`invokeMode\` (${choiceText(invokeModes)}) and \`cors\` (\`origins\`, \`methods\`, \`headers\`, \`exposeHeaders\`: lists; \`credentials\`: true or false; \`maxAge\`: seconds)`,
    text: 'A function URL: public (`none`) or for signed requests (`iam`). `--url off` takes it away.',
  },
  example: {
    setting: { auth: 'iam', invokeMode: 'streaming', cors: { origins: ['https://shop.example'] } },
    words: ['--url', 'iam', '--invoke-mode', 'streaming', '--cors-origin', 'https://shop.example'],
    off: ['--url', 'off'],
  },
});
