import { type RequestOptions, request } from 'node:http';
import { builtHeader, projectHeader } from './invoke-api.ts';

/** An HTTP answer, read to its end. */
interface Reply {
  readonly status: number;
  header(name: string): string | undefined;
  readonly body: Buffer;
}

/** Plain HTTP, because fetch gives up before Lambda's longest timeout is over. */
function send(url: string, options: RequestOptions, body?: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent: false, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode as number,
          header: (name) => response.headers[name.toLowerCase()]?.toString(),
          body: Buffer.concat(chunks),
        }),
      );
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('No answer.')));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** How long an emulator may take to say what it runs (ms); it answers at once, or it is something else. */
const probeMs = 1000;

/**
 * When the code was built (ms since 1970) with which an emulator at this URL runs a function of the project in
 * `folder`; undefined when there is no such emulator.
 */
export async function servedBuild(
  url: string,
  folder: string,
  functionName: string,
): Promise<number | undefined> {
  try {
    const reply = await send(`${url}/2015-03-31/functions/${functionName}`, { timeout: probeMs });
    const isServed = reply.status === 200 && reply.header(projectHeader) === encodeURI(folder);
    return isServed ? Number(reply.header(builtHeader)) : undefined;
  } catch {
    return undefined;
  }
}

/** What an invocation came to. */
export interface InvokeReply {
  readonly statusCode: number;
  readonly requestId: string;
  readonly executedVersion: string;
  /** `Unhandled` when the function failed. */
  readonly functionError?: string | undefined;
  readonly payload: string;
  /** The last 4 KB of the log. */
  readonly log: string;
}

/** Invokes a function at an endpoint of Lambda's API that asks for no signature. */
export async function invokeFunction(
  url: string,
  functionName: string,
  payload: string,
): Promise<InvokeReply> {
  const reply = await send(
    `${url}/2015-03-31/functions/${functionName}/invocations`,
    {
      method: 'POST',
      headers: { 'X-Amz-Log-Type': 'Tail', 'Content-Length': Buffer.byteLength(payload) },
    },
    payload,
  );
  return {
    statusCode: reply.status,
    requestId: reply.header('X-Amzn-RequestId') ?? '',
    executedVersion: reply.header('X-Amz-Executed-Version') ?? '$LATEST',
    functionError: reply.header('X-Amz-Function-Error'),
    payload: reply.body.toString(),
    log: Buffer.from(reply.header('X-Amz-Log-Result') ?? '', 'base64').toString(),
  };
}
