import type { Command } from './command.ts';
import { setOption } from './emulator-options.ts';

export const eventCommand = {
  name: 'event',
  generator: 'event',
  page: 'events.md',
  summary: "Lists sample events of AWS's services, and prints one of them as JSON.",
  argument: {
    name: 'NAME',
    description: 'the event to print; without it, all are listed',
    many: true,
  },
  options: [
    {
      name: 'search',
      type: 'text',
      placeholder: 'WORDS',
      description: 'list only events with these words in their name, service or title',
    },
    setOption,
  ],
  examples: [
    'lambda-nativeaot event',
    'lambda-nativeaot event --search cognito',
    'lambda-nativeaot event sqs > events/order.json',
    `lambda-nativeaot event apigateway-http --set requestContext.http.method=GET`,
    `lambda-nativeaot event sqs --set 'Records[0].body={"orderId":"o-7"}'`,
  ],
} as const satisfies Command;
