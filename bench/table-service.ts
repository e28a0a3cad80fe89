import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { execa } from 'execa';

// As much of DynamoDB as the sample dynamodb-crud needs, with an empty table: what is measured is the function, not the service.

const failed = {
  __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
  message: 'The conditional request failed',
};

const answer: RequestListener = async (request, response) => {
  await buffer(request);
  const operation = String(request.headers['x-amz-target']).split('.')[1];
  const [status, body] = operation === 'UpdateItem' ? [400, JSON.stringify(failed)] : [200, '{}'];
  response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.0', 'Content-Length': body.length });
  response.end(body);
};

export interface TableService {
  /** What a function is told of it. */
  readonly environment: Readonly<Record<string, string>>;
  close(): void;
}

/** How a function reaches the service; over TLS, whom it trusts besides: all that the system does, or none. */
export const connections = ['plain', 'over TLS', 'over TLS, one authority'] as const;
export type Connection = (typeof connections)[number];

/** Starts the service on 127.0.0.1. Over TLS it has a certificate of its own, which is made in a folder. */
export async function startTableService(folder: string, connection: Connection): Promise<TableService> {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const isTls = connection !== 'plain';
  if (isTls) {
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
    const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    await execa('openssl', ['req', ...kind, ...subject, '-keyout', key, '-out', certificate]);
  }
  const server = isTls
    ? createHttps({ key: await readFile(key), cert: await readFile(certificate) }, answer)
    : createHttp(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    environment: {
      TABLE_NAME: 'notes',
      AWS_ENDPOINT_URL_DYNAMODB: `${isTls ? 'https' : 'http'}://localhost:${port}`,
      // .NET on Linux takes OpenSSL's variables for the authorities that it trusts: a file, and all files of a folder.
      ...(isTls ? { SSL_CERT_FILE: certificate } : {}),
      ...(connection === 'over TLS, one authority' ? { SSL_CERT_DIR: join(folder, 'none') } : {}),
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
