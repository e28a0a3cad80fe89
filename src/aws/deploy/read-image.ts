import { createHash } from 'node:crypto';
import type { BatchGetImageCommandOutput } from '@aws-sdk/client-ecr';
import { exitCodes, UserError } from '../../errors.ts';
import { type Architecture, architectureFacts, architectures } from '../../platform/architectures.ts';
import type { ImageUri } from '../../platform/image-uri.ts';
import { orAbort } from '../../processes/interrupt.ts';
import { isObject } from '../../settings/values.ts';
import { oneLine } from '../session/one-line.ts';
import { readPart } from '../session/part.ts';
import type { Session } from '../session/session.ts';
import type { ImageFile } from './image-file.ts';

/** Images of one processor, and indexes of several. Sources: the OCI image specification; Docker's "Image Manifest V2, Schema 2". */
const single = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
const several = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

type Found = Pick<BatchGetImageCommandOutput, 'images' | 'failures'>;

/** A repository that is not there is what an image that is not there is. */
function asFailure(error: Error): Found {
  if (error.name !== 'RepositoryNotFoundException') throw error;
  return { failures: [{ failureReason: error.message }] };
}

/** The configuration of an image has some kilobytes. */
const mostConfigBytes = 1_048_576;
const fetchMs = 15_000;

/** @throws UserError for a text that is no JSON. */
function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(`its ${what} is no JSON.`);
  }
}

/** @throws UserError for an image that is not there, or that Lambda does not take. */
function requireManifest(uri: ImageUri, { images = [], failures = [] }: Found) {
  const [found] = images;
  if (found?.imageManifest === undefined) {
    const [{ failureReason = 'it was not found' } = {}] = failures;
    throw new UserError(`${uri.text}: ${oneLine(failureReason)}; push it first: docker push ${uri.text}`);
  }
  const { imageId, imageManifest, imageManifestMediaType = '' } = found;
  if (several.includes(imageManifestMediaType)) {
    throw new UserError(
      `${uri.text} is an index of several images (${imageManifestMediaType}), which Lambda does not take; build one image for one processor, as "lambda-nativeaot build --image" does (docker buildx build --provenance=false).`,
      exitCodes.found,
    );
  }
  return { digest: imageId?.imageDigest, manifest: imageManifest };
}

/** The digest of an image's configuration. */
function configDigest(manifest: unknown): string {
  const config = isObject(manifest) && isObject(manifest.config) ? manifest.config.digest : undefined;
  if (typeof config === 'string' && /^sha256:[0-9a-f]{64}$/.test(config)) return config;
  throw new UserError('its manifest names no configuration.');
}

/** Reads the configuration from where ECR says it is: an address of S3 with a signature, which is never shown. */
async function readConfig(url: string, digest: string, isLocal: boolean): Promise<unknown> {
  if (!url.startsWith('https://') && !isLocal) throw new UserError('ECR answered an address without TLS.');
  const response = await fetch(url, { signal: AbortSignal.timeout(fetchMs), redirect: 'error' }).catch(
    () => undefined,
  );
  if (!response?.ok || response.body === null) {
    throw new UserError(`its configuration could not be fetched (${response?.status ?? 'no connection'}).`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > mostConfigBytes)
      throw new UserError(`its configuration has more than ${mostConfigBytes} bytes.`);
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  if (`sha256:${createHash('sha256').update(bytes).digest('hex')}` !== digest) {
    throw new UserError('its configuration is not what the manifest names.');
  }
  return parse(bytes.toString(), 'configuration');
}

/** Lambda's name of an image's processor. @throws UserError for one that Lambda does not have. */
function architectureOf(config: unknown, { text }: ImageUri): Architecture {
  const platform = isObject(config) ? `${config.os}/${config.architecture}` : '';
  const found = architectures.find((name) => architectureFacts[name].platform === platform);
  if (found !== undefined) return found;
  throw new UserError(
    `${text} is an image for ${oneLine(platform)}; Lambda runs ${architectures.map((name) => architectureFacts[name].platform).join(' and ')}.`,
    exitCodes.found,
  );
}

/**
 * Looks an image up in its registry: which one the tag names, and for which processor it is.
 * @returns what is known; what may not be read is named, and does not stop the deployment.
 * @throws UserError for an image that is not there, or that Lambda would refuse.
 */
export async function readImage(session: Session, image: ImageUri, signal?: AbortSignal): Promise<ImageFile> {
  if (image.region !== session.region) {
    throw new UserError(
      `${image.text} is in ${image.region}, and Lambda takes images from its own region, ${session.region}; push it there, or give --region ${image.region}.`,
    );
  }
  const { BatchGetImageCommand, GetDownloadUrlForLayerCommand } = await import('@aws-sdk/client-ecr');
  const ecr = await session.ecr();
  const place = { registryId: image.account, repositoryName: image.repository };
  const imageId = image.digest === undefined ? { imageTag: image.tag } : { imageDigest: image.digest };
  const part = <T>(work: Promise<T>) => readPart(session, orAbort(work, signal));
  const command = new BatchGetImageCommand({
    ...place,
    imageIds: [imageId],
    acceptedMediaTypes: [...single, ...several],
  });
  const answer = await part(ecr.send(command).catch(asFailure));
  if ('problem' in answer) return { image, digest: image.digest, unread: answer.problem };
  const { digest = image.digest, manifest } = requireManifest(image, answer.value);
  const readConfigOf = async () => {
    const layerDigest = configDigest(parse(manifest, 'manifest'));
    const { downloadUrl = '' } = await ecr.send(new GetDownloadUrlForLayerCommand({ ...place, layerDigest }));
    return readConfig(downloadUrl, layerDigest, session.target.endpointUrl !== undefined);
  };
  const config = await part(readConfigOf());
  if ('problem' in config) return { image, digest, unread: config.problem };
  return { image, digest, architecture: architectureOf(config.value, image) };
}
