import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lambdaNativeaot } from '../support/bin.ts';
import { local, project } from './command-support.ts';
import { send } from './support.ts';

// The APIs of `local`: those of template.yaml, and those of its flags.

const template = `Resources:
  Echo:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: project-echo
      FunctionUrlConfig: {AuthType: NONE}
      Events:
        One: {Type: HttpApi, Properties: {Path: "/orders/{id}", Method: GET}}
        Two: {Type: Api, Properties: {Path: /old, Method: ANY}}
  Other:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: elsewhere
      Events:
        One: {Type: HttpApi, Properties: {Path: /else, Method: GET}}
`;

/** A project with a template. */
function templated(text = template): string {
  const folder = project(['echo', 'http']);
  writeFileSync(join(folder, 'template.yaml'), text);
  return folder;
}

const usage = async (folder: string, ...args: string[]) => {
  const { exitCode, stderr } = await lambdaNativeaot(folder, ['local', '--port', '0', ...args]);
  return [exitCode, stderr.trim().replaceAll(/\s+/g, ' ')];
};

describe('the APIs of template.yaml', () => {
  it('are served and shown, and what is not served is said', async () => {
    const running = await local(templated());
    expect(running.start).toMatchObject({
      apis: [
        {
          name: 'ServerlessHttpApi',
          format: 'http-api',
          stage: '$default',
          url: `${running.url}/_api/ServerlessHttpApi/`,
          routes: [{ method: 'GET', path: '/orders/{id}', functionName: 'project-echo', format: 'http-api' }],
        },
        { name: 'ServerlessRestApi', stage: 'Prod', url: `${running.url}/_api/ServerlessRestApi/Prod/` },
      ],
    });
    const shown = running.stderr();
    expect(shown).toContain(
      `ServerlessHttpApi (HTTP API, payload 2.0): ${running.url}/_api/ServerlessHttpApi/\nMETHOD  ROUTE         FUNCTION\nGET     /orders/{id}  project-echo\n`,
    );
    expect(shown).toMatch(/template\.yaml:\d+: Other is not a function in \.yo-rc\.json/);
    const { body } = await send(`${running.url}/_api/ServerlessHttpApi/orders/7`);
    expect(JSON.parse(body)).toMatchObject({ routeKey: 'GET /orders/{id}', pathParameters: { id: '7' } });
    // The URL of the template is open to pages, that of the other function is not.
    const headers = { Origin: 'https://shop.example' };
    expect((await send(`${running.url}/project-echo/`, { headers })).status).toBe(200);
    expect((await send(`${running.url}/project-http/`, { headers })).status).toBe(403);
    expect(await running.end()).toBe(0);
  });

  it('that cannot be read are no reason not to run the functions', async () => {
    const running = await local(templated('a: ['));
    expect(running.start).toMatchObject({ apis: [], functions: [{}, {}] });
    expect(running.stderr()).toContain(
      'template.yaml:1 is not YAML; fix it first. Until then none of its routes is served.',
    );
    await running.end();
  });
});

describe('--http', () => {
  it('puts an API in front of the function that is chosen', async () => {
    const claims = join(project(['echo']), 'claims.json');
    writeFileSync(claims, '{"sub":"alice"}');
    const flags = ['--http', 'http-api', '--function', 'echo', '--claims', `@${claims}`];
    const running = await local(project(['echo', 'http']), ...flags);
    const { body } = await send(`${running.url}/_api/local/any/path`);
    expect(JSON.parse(body)).toMatchObject({
      routeKey: '$default',
      rawPath: '/any/path',
      requestContext: { authorizer: { jwt: { claims: { sub: 'alice' } } } },
    });
    await running.end();
  });

  it('has the routes of --route', async () => {
    const routes = ['--route', 'GET /orders/{id}=http', '--route', '/{proxy+}=project-echo'];
    const running = await local(project(['echo', 'http']), '--http', 'rest', ...routes);
    const base = `${running.url}/_api/local/prod`;
    // Base64, which a REST API without binary media types passes on as it is.
    expect((await send(`${base}/orders/1`)).body).toBe('PGI+bm88L2I+');
    expect(running.stderr()).toContain('project-http: the client got base64');
    expect((await send(`${base}/else`)).status).toBe(502);
    expect((await send(`${base}/orders/1`, { method: 'PUT' })).status).toBe(403);
    await running.end();
  });

  it('is refused where it does not say of which function', async () => {
    const [exitCode, text] = await usage(project(['echo', 'http']), '--http', 'rest');
    expect(exitCode).toBe(2);
    expect(text).toContain('error: --http rest needs to know which of the functions is meant; ');
  });
});
