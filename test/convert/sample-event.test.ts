import { describe, expect, it } from 'vitest';
import { findEvent } from '../../src/events/library.ts';
import { plan, writeProject } from './fixtures.ts';
import { inClass } from './handler-projects.ts';

/** The event that a project gets whose handler takes this type. */
async function eventFor(type: string, more = ''): Promise<unknown> {
  const files = inClass(`public int Handle(${type} input, ILambdaContext context) => 0;`, more);
  const { textOf } = await plan(await writeProject(files));
  return JSON.parse(textOf('events/Handle.json'));
}

describe('the sample event of a converted project', () => {
  it.each([
    ['Amazon.Lambda.APIGatewayEvents.APIGatewayProxyRequest', 'apigateway-rest'],
    ['ApplicationLoadBalancerRequest', 'alb'],
    ['CognitoPreSignupEvent', 'cognito-pre-sign-up'],
    ['KinesisFirehoseEvent', 'firehose'],
  ])('%s is the one of the library: %s', async (type, name) => {
    expect(await eventFor(type)).toEqual(findEvent(name)?.event);
  });

  it('has the members of a type of the project, whatever that is called', async () => {
    expect(await eventFor('ConfigEvent', 'public record ConfigEvent(string Id);')).toEqual({ Id: '' });
  });
});
