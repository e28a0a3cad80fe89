import type { SQSClient } from '@aws-sdk/client-sqs';
import { UsageError } from '../../errors.ts';

interface Addressed {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
}

const originOf = ({ protocol, hostname, port }: Addressed) =>
  new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`).origin;

/**
 * Lets a client send nothing to a host other than that of the queue's URL, whatever variables and profiles say of the
 * endpoint: a signed request, and the messages of a queue, go where the user said and nowhere else.
 */
export function requireOrigin(client: SQSClient, url: string): void {
  const { origin, pathname } = new URL(url);
  client.middlewareStack.add(
    (next) => async (args) => {
      const endpoint = originOf(args.request as Addressed);
      if (endpoint === origin) return next(args);
      throw new UsageError(
        `The queue ${url} is not at the endpoint of SQS, ${endpoint}; give --source the URL ${endpoint}${pathname}, or set AWS_ENDPOINT_URL_SQS to ${origin}.`,
      );
    },
    { step: 'build', name: 'requireOrigin' },
  );
}
