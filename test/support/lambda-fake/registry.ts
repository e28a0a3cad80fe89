import { createHash } from 'node:crypto';
import { ApiError } from './errors.ts';

/** The operation of a request to ECR, from its X-Amz-Target; undefined for other services. */
export const registryOperation = (target: string | string[] | undefined): string | undefined =>
  /^AmazonEC2ContainerRegistry_V20150921\.(\w+)$/.exec(String(target))?.[1];

interface RegistryRequest {
  readonly repositoryName: string;
  readonly imageIds?: readonly { readonly imageTag?: string; readonly imageDigest?: string }[];
  readonly layerDigest?: string;
}

interface Pushed {
  readonly digest: string;
  readonly manifest: string;
  readonly mediaType: string;
}

const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** One repository of ECR: manifests by tag and digest, and the configurations of its images. */
export class FakeRegistry {
  readonly name = 'shop/hello';
  readonly uri = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/${this.name}`;
  /** Where the blobs are. */
  url = '';
  readonly blobs = new Map<string, string>();
  private readonly manifests = new Map<string, Pushed>();
  private readonly tags = new Map<string, string>();

  /** Pushes an image of some layers for a processor, in Docker's words. @returns its digest. */
  push(tag: string, architecture: string, layers = 'one', os = 'linux'): string {
    const config = JSON.stringify({ os, architecture, layers });
    this.blobs.set(digestOf(config), config);
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    return this.put(tag, mediaType, { schemaVersion: 2, mediaType, config: { digest: digestOf(config) } });
  }

  /** Pushes an index, as buildx makes one where it attests the provenance of an image. */
  pushIndex(tag: string): string {
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    return this.put(tag, mediaType, { schemaVersion: 2, mediaType, manifests: [] });
  }

  private put(tag: string, mediaType: string, document: unknown): string {
    const manifest = JSON.stringify(document);
    const digest = digestOf(manifest);
    this.manifests.set(digest, { digest, manifest, mediaType });
    this.tags.set(tag, digest);
    return digest;
  }

  /** The digest that an address of an image stands for. */
  resolve(uri: string): string | undefined {
    if (!uri.startsWith(this.uri)) return undefined;
    const [tag, digest] = uri.slice(this.uri.length).replace(/^[:@]/, '').split('@');
    const found = digest ?? (tag?.startsWith('sha256:') ? tag : this.tags.get(tag ?? ''));
    return found !== undefined && this.manifests.has(found) ? found : undefined;
  }

  answer(operation: string, { repositoryName, imageIds = [], layerDigest = '' }: RegistryRequest): unknown {
    if (repositoryName !== this.name) {
      const message = `The repository with name '${repositoryName}' does not exist in the registry`;
      throw new ApiError(400, 'RepositoryNotFoundException', message);
    }
    if (operation === 'GetDownloadUrlForLayer') {
      return { downloadUrl: `${this.url}/blobs/${layerDigest}`, layerDigest };
    }
    if (operation !== 'BatchGetImage') throw new ApiError(400, 'UnknownOperationException', operation);
    const [id = {}] = imageIds;
    const digest = id.imageDigest ?? this.tags.get(id.imageTag ?? '');
    const found = this.manifests.get(digest ?? '');
    if (found === undefined) {
      const failureReason = 'Requested image not found';
      return { images: [], failures: [{ imageId: id, failureCode: 'ImageNotFound', failureReason }] };
    }
    const image = {
      repositoryName,
      imageId: { imageDigest: found.digest, ...(id.imageTag === undefined ? {} : { imageTag: id.imageTag }) },
      imageManifest: found.manifest,
      imageManifestMediaType: found.mediaType,
    };
    return { images: [image], failures: [] };
  }
}
