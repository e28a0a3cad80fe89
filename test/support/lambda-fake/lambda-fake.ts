import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { ApiError, invalid, notFound } from './errors.ts';
import type { FakeFunction } from './function.ts';
import { FakeIam, iamError } from './iam.ts';
import { FakeLogs, logsOperation } from './logs.ts';
import { FakeMetrics, metricsOperation } from './metrics.ts';
import { FakeRegistry, registryOperation } from './registry.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';
import { Sandboxes } from './sandbox.ts';
import { FakeStore } from './store.ts';

/** A request as it came in, for a test to look at. */
export interface Recorded {
  readonly operation: string;
  readonly body: unknown;
}

interface Fault {
  readonly operation: string;
  readonly error: ApiError;
  times: number;
}

/** A client that goes away at one of its requests. */
interface Killed {
  readonly operation: string;
  readonly when: 'before' | 'after';
  readonly reached: () => void;
}

const never = () => new Promise<never>(() => {});

const trusting = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

const invocation = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
/** What STS answers: the account that all ARNs here are of. */
const callerIdentity =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/me</Arn><UserId>AIDAFAKE</UserId><Account>123456789012</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>fake</RequestId></ResponseMetadata></GetCallerIdentityResponse>';

const bodyLimit = 70_167_211;

/**
 * A Lambda service with its states, and as much of IAM, S3 and CloudWatch as deployments touch, behind one endpoint. Uploaded
 * code really runs. Time passes with reads of a function: a change is over after `reads` of them.
 */
export class LambdaFake {
  readonly functions = new Map<string, FakeFunction>();
  readonly iam = new FakeIam();
  readonly store = new FakeStore();
  readonly logs = new FakeLogs();
  readonly metrics = new FakeMetrics();
  readonly registry = new FakeRegistry();
  readonly requests: Recorded[] = [];
  /** How many reads show Pending or InProgress after a change. */
  reads = 1;
  /** How many creations a young role is refused. */
  roleRaces = 0;
  /** What becomes of code on its way into a function: the code itself, unless a test puts other code there. */
  substitute: (zip: Buffer) => Buffer = (zip) => zip;
  /** Called for every request before it is answered; may take its time. */
  onRequest: (operation: string, count: number) => void | Promise<void> = () => {};
  url = '';
  private readonly faults: Fault[] = [];
  private readonly failures: string[] = [];
  private readonly waiting: (() => void)[] = [];
  private readonly lost: string[] = [];
  private readonly killed: Killed[] = [];
  readonly sandboxes = new Sandboxes();
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      this.handle(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  static async start(): Promise<LambdaFake> {
    const fake = new LambdaFake();
    await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
    fake.url = `http://127.0.0.1:${(fake.server.address() as AddressInfo).port}`;
    fake.registry.url = fake.url;
    return fake;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await this.sandboxes.close();
  }

  /** An execution role that Lambda may assume; its ARN. */
  addRole(name: string, trust: string = trusting): string {
    return this.iam.add(name, trust);
  }

  /** Answers the next `times` requests of an operation with an error. */
  fail(operation: string, status: number, type: string, message = type, times = 1): void {
    this.faults.push({ operation, error: new ApiError(status, type, message), times });
  }

  /** Carries out the next request of an operation, and cuts the connection in place of an answer. */
  lose(operation: string): void {
    this.lost.push(operation);
  }

  /**
   * Never answers the next request of an operation, as if its client were gone: before it is carried out, or after.
   * Resolves when it has come.
   */
  kill(operation: string, when: Killed['when']): Promise<void> {
    return new Promise((resolve) => this.killed.push({ operation, when, reached: resolve }));
  }

  private async endIfKilled(operation: string, when: Killed['when']): Promise<void> {
    const at = this.killed.findIndex((one) => one.operation === operation && one.when === when);
    if (at < 0) return;
    this.killed.splice(at, 1)[0]?.reached();
    await never();
  }

  /** Resolves when a client gives up a request that was not answered yet. */
  nextAbort(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private isLost(operation: string): boolean {
    const at = this.lost.indexOf(operation);
    if (at >= 0) this.lost.splice(at, 1);
    return at >= 0;
  }

  /** Lets the next creation or update end in Failed, with this reason. */
  failNextChange(reason: string): void {
    this.failures.push(reason);
  }

  takeFailure(): string | undefined {
    return this.failures.shift();
  }

  /** The operations so far; those that only read are left out. */
  get changes(): string[] {
    return this.requests
      .map(({ operation }) => operation)
      .filter((name) => !/^(Get|BatchGet|List|Head|Describe|Filter|Invoke)/.test(name));
  }

  get(name: string | undefined): FakeFunction {
    const fn = this.functions.get(decodeURIComponent(name ?? ''));
    if (fn) return fn;
    throw notFound(`Function not found: arn:aws:lambda:eu-central-1:123456789012:function:${name}`);
  }

  requireAssumable(arn: string): void {
    const role = this.iam.roles.get(arn.split('/').at(-1) as string);
    if (!role?.trust.includes('lambda.amazonaws.com') || this.roleRaces-- > 0) {
      throw invalid('The role defined for the function cannot be assumed by Lambda.');
    }
  }

  private async record(operation: string, body: unknown): Promise<void> {
    this.requests.push({ operation, body });
    await this.onRequest(operation, this.requests.length);
    await this.endIfKilled(operation, 'before');
    const fault = this.faults.find((f) => f.operation === operation && f.times > 0);
    if (!fault) return;
    fault.times--;
    throw fault.error;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url as string, this.url);
    const body = await buffer(request);
    response.once('close', () => {
      if (!response.writableFinished) for (const abort of this.waiting.splice(0)) abort();
    });
    const target = request.headers['x-amz-target'];
    const operation = logsOperation(target);
    const asked = metricsOperation(target);
    const looked = registryOperation(target);
    if (/^\/20\d\d-/.test(url.pathname)) await this.lambda(request, url, body, response);
    else if (operation !== undefined) await this.json(operation, body, response, this.logs);
    else if (asked !== undefined) await this.json(asked, body, response, this.metrics);
    else if (looked !== undefined) await this.json(looked, body, response, this.registry);
    else if (url.pathname.startsWith('/blobs/')) this.blob(url.pathname.slice('/blobs/'.length), response);
    else if (url.pathname === '/') await this.roles(body, response);
    else await this.objects(request, url.pathname.slice(1), body, response);
  }

  private async lambda(request: IncomingMessage, url: URL, body: Buffer, response: ServerResponse) {
    try {
      if (body.length > bodyLimit) {
        throw new ApiError(
          413,
          'RequestEntityTooLargeException',
          'Request must be smaller than 70167211 bytes',
        );
      }
      const invoked = invocation.exec(url.pathname)?.[1];
      if (invoked !== undefined) {
        await this.record('Invoke', body.toString());
        const qualifier = url.searchParams.get('Qualifier') ?? undefined;
        const version = this.get(invoked).pick(qualifier);
        await this.sandboxes.invoke(version, request, body, response);
        const failed = response.getHeader('x-amz-function-error') !== undefined;
        if (qualifier !== undefined)
          this.metrics.count(invoked, qualifier, version.configuration.Version as string, failed);
        return;
      }
      const found = routes.find((r) => r.method === request.method && r.path.test(url.pathname));
      if (!found) throw new ApiError(404, 'UnknownOperationException', `${request.method} ${url.pathname}`);
      const answer = await this.answer(found, url, body);
      await this.endIfKilled(found.operation, 'after');
      if (this.isLost(found.operation)) {
        response.destroy();
        return;
      }
      response.writeHead(answer === undefined ? 204 : 200, { 'content-type': 'application/json' });
      response.end(answer === undefined ? undefined : JSON.stringify(answer));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      response.writeHead(error.status, {
        'content-type': 'application/json',
        'x-amzn-errortype': error.type,
      });
      response.end(JSON.stringify({ Type: 'User', Message: error.message, message: error.message }));
    }
  }

  private async answer({ operation, path, answer }: Route, url: URL, body: Buffer): Promise<unknown> {
    const document = body.length > 0 ? JSON.parse(body.toString()) : undefined;
    await this.record(operation, document);
    const names = (path.exec(url.pathname) as RegExpExecArray).slice(1);
    return answer(this, { names, query: url.searchParams, body: document });
  }

  /** A service that speaks AWS JSON. */
  private async json<R>(
    operation: string,
    body: Buffer,
    response: ServerResponse,
    service: { answer(operation: string, request: R): unknown },
  ): Promise<void> {
    const headers = { 'content-type': 'application/x-amz-json-1.1' };
    try {
      const document = JSON.parse(body.toString());
      await this.record(operation, document);
      const answer = JSON.stringify(service.answer(operation, document));
      response.writeHead(200, headers).end(answer);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const text = JSON.stringify({ __type: error.type, message: error.message });
      response.writeHead(error.status, headers).end(text);
    }
  }

  private blob(digest: string, response: ServerResponse): void {
    const found = this.registry.blobs.get(decodeURIComponent(digest));
    response.writeHead(found === undefined ? 404 : 200).end(found);
  }

  private async roles(body: Buffer, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(body.toString());
    try {
      await this.record(form.get('Action') as string, Object.fromEntries(form));
      const answer = form.get('Action') === 'GetCallerIdentity' ? callerIdentity : this.iam.answer(form);
      if (this.isLost(form.get('Action') as string)) response.destroy();
      else response.writeHead(200, { 'content-type': 'text/xml' }).end(answer);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      response.writeHead(error.status, { 'content-type': 'text/xml' }).end(iamError(error));
    }
  }

  private async objects(
    { method = 'GET', headers }: IncomingMessage,
    path: string,
    body: Buffer,
    response: ServerResponse,
  ): Promise<void> {
    try {
      await this.record(method === 'PUT' ? 'PutObject' : 'HeadObject', path);
      const answer = this.store.answer(method, decodeURIComponent(path), headers, body);
      response.writeHead(answer.status, answer.headers).end();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      response.writeHead(error.status, { 'content-type': 'application/xml' });
      const text = `<Error><Code>${error.type}</Code><Message>${error.message}</Message></Error>`;
      response.end(method === 'HEAD' ? undefined : text);
    }
  }
}
