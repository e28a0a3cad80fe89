import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The sizes of the chunks of a chunked body, in their order; empty for others. */
  readonly chunks: readonly number[];
  /** The headers after a chunked body, names in lower case. */
  readonly trailers: Readonly<Record<string, string>>;
}

/** One connection of a client, whose bytes a test reads and writes as it likes. */
export class WireConnection {
  /** The requests that were read, in their order. */
  readonly requests: WireRequest[] = [];
  readonly #socket: Socket;
  #input: Buffer = Buffer.alloc(0);
  #pending: Buffer[] = [];
  #ended = false;
  #wake: () => void = () => {};

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => {
      this.#pending.push(bytes);
      this.#wake();
    });
    for (const event of ['end', 'close', 'error']) {
      socket.on(event, () => {
        this.#ended = true;
        this.#wake();
      });
    }
  }

  /** Waits for a whole request. Undefined when the client closes the connection instead. */
  async request(): Promise<WireRequest | undefined> {
    const head = await this.#takeTo('\r\n\r\n');
    if (head === undefined) {
      return undefined;
    }
    const [line = '', ...headerLines] = head.split('\r\n');
    const [method = '', path = ''] = line.split(' ');
    const headers = parseHeaders(headerLines);
    const content =
      headers['transfer-encoding'] === 'chunked'
        ? await this.#takeChunks()
        : { body: await this.#take(Number(headers['content-length'] ?? 0)), chunks: [], trailers: {} };
    const request = { method, path, headers, ...content };
    this.requests.push(request);
    return request;
  }

  /** Sends bytes, in pieces of the given length when one is given, each in a packet of its own. */
  async send(bytes: Buffer | string, pieceLength = Number.POSITIVE_INFINITY): Promise<void> {
    const all = Buffer.from(bytes);
    for (let at = 0; at < all.length; at += pieceLength) {
      await new Promise<void>((resolve, reject) =>
        this.#socket.write(all.subarray(at, at + pieceLength), (error) =>
          error ? reject(error) : resolve(),
        ),
      );
      if (at + pieceLength < all.length) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }

  /** Stops reading, so that what the client sends piles up on its side. */
  pause(): void {
    this.#socket.pause();
  }

  /** Reads on. */
  resume(): void {
    this.#socket.resume();
  }

  /** Closes the connection as a server does that has nothing more to say. */
  end(): void {
    this.#socket.end();
  }

  /** Closes the connection as a server does that has crashed. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  async #takeChunks() {
    const parts: Buffer[] = [];
    const chunks: number[] = [];
    for (;;) {
      const size = Number.parseInt((await this.#takeTo('\r\n')) ?? '', 16);
      if (Number.isNaN(size)) {
        throw new Error('the client closed the connection inside a chunked body');
      }
      if (size === 0) {
        break;
      }
      parts.push(await this.#take(size));
      chunks.push(size);
      await this.#take(2);
    }
    const trailerLines: string[] = [];
    for (let line = await this.#takeTo('\r\n'); line; line = await this.#takeTo('\r\n')) {
      trailerLines.push(line);
    }
    return { body: Buffer.concat(parts), chunks, trailers: parseHeaders(trailerLines) };
  }

  /** Takes the text up to a mark, and the mark. Undefined when the connection ends before it. */
  async #takeTo(mark: string): Promise<string | undefined> {
    for (;;) {
      const at = this.#input.indexOf(mark, 0, 'latin1');
      if (at >= 0) {
        const text = this.#input.subarray(0, at).toString('latin1');
        this.#input = this.#input.subarray(at + mark.length);
        return text;
      }
      if (!(await this.#more())) {
        return undefined;
      }
    }
  }

  async #take(length: number): Promise<Buffer> {
    // Put together once, at the end: large bodies come in many pieces.
    const parts: Buffer[] = [];
    for (let missing = length; ; ) {
      const part = this.#input.subarray(0, missing);
      parts.push(part);
      this.#input = this.#input.subarray(part.length);
      missing -= part.length;
      if (missing === 0) {
        return Buffer.concat(parts);
      }
      if (!(await this.#more())) {
        throw new Error('the client closed the connection inside a request');
      }
    }
  }

  /** Waits for bytes; false when there will be none. */
  async #more(): Promise<boolean> {
    while (this.#pending.length === 0) {
      if (this.#ended) {
        return false;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#input = Buffer.concat([this.#input, ...this.#pending.splice(0)]);
    return true;
  }
}

/** A TCP server on a loopback port whose connections a test takes one by one. */
export class WireServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #arrived: WireConnection[] = [];
  readonly #waiting: ((connection: WireConnection) => void)[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Starts a server on a free port of an address. */
  static async listen(host = '127.0.0.1'): Promise<WireServer> {
    const server = createServer();
    const wire = new WireServer(server);
    server.on('connection', (socket) => wire.#add(socket));
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    return wire;
  }

  /** HOST:PORT, as in AWS_LAMBDA_RUNTIME_API. */
  get address(): string {
    const { address, family, port } = this.#server.address() as AddressInfo;
    return `${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }

  /** Waits for the next connection that nobody has taken. */
  accept(): Promise<WireConnection> {
    const connection = this.#arrived.shift();
    return connection ? Promise.resolve(connection) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Closes everything. */
  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) {
      socket.destroy();
    }
  }

  #add(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    const connection = new WireConnection(socket);
    const waiting = this.#waiting.shift();
    if (waiting) {
      waiting(connection);
    } else {
      this.#arrived.push(connection);
    }
  }
}

function parseHeaders(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}
