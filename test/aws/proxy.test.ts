import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { connect as open } from '../../src/aws/session/session.ts';
import { stage } from './support.ts';

const here = stage();
afterEach(() => vi.unstubAllEnvs());

/** A proxy of a company: what it was asked for, and where it leads everything. */
async function proxy(): Promise<{ url: string; asked: string[]; server: Server }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    fetch(new URL(new URL(request.url as string).pathname, here.fake.url)).then(async (answer) => {
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(await answer.text());
    });
  });
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    const { port } = new URL(here.fake.url);
    const upstream = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, server };
}

async function list(endpointUrl: string): Promise<void> {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'x');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'y');
  const { GetFunctionCommand } = await import('@aws-sdk/client-lambda');
  const session = await open({ region: 'eu-central-1', endpointUrl });
  await session.lambda.send(new GetFunctionCommand({ FunctionName: 'none' })).catch(() => undefined);
  session.close();
}

describe('calls of AWS', () => {
  it.each(['HTTPS_PROXY', 'https_proxy'])('of https go through %s', async (name) => {
    const { url, asked } = await proxy();
    vi.stubEnv(name, url);
    await list('https://lambda.test.example');
    expect(asked[0]).toBe('CONNECT lambda.test.example:443');
  });

  it('of http go through HTTP_PROXY', async () => {
    const { url, asked } = await proxy();
    vi.stubEnv('HTTP_PROXY', url);
    await list('http://lambda.test.example');
    expect(asked[0]).toMatch(/^(GET http:\/\/lambda\.test\.example|CONNECT lambda\.test\.example:80)/);
  });

  it('go straight to a host that NO_PROXY names', async () => {
    const { url, asked } = await proxy();
    vi.stubEnv('HTTPS_PROXY', url);
    vi.stubEnv('HTTP_PROXY', url);
    vi.stubEnv('NO_PROXY', '127.0.0.1,localhost');
    const before = here.fake.requests.length;
    await list(here.fake.url);
    expect(asked).toEqual([]);
    expect(here.fake.requests.length).toBeGreaterThan(before);
  });
});
