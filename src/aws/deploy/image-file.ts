import { exitCodes, UserError } from '../../errors.ts';
import type { Architecture } from '../../platform/architectures.ts';
import type { ImageUri } from '../../platform/image-uri.ts';
import type { DesiredFunction } from './desired.ts';
import type { PackageFile } from './package-file.ts';

/** An image in a registry, as far as it could be looked at. */
export interface ImageFile {
  /** As given. */
  readonly image: ImageUri;
  /** `sha256:...` of its manifest; undefined where only a tag is known, which may be moved. */
  readonly digest?: string | undefined;
  /** What it was built for; undefined where that could not be read. */
  readonly architecture?: Architecture | undefined;
  /** Why not everything is known, in one line. */
  readonly unread?: string | undefined;
}

/** The code of a deployment. */
export type Code = PackageFile | ImageFile;

export const isImage = (code: Code): code is ImageFile => 'image' in code;

/** The address that Lambda gets: with the digest where it is known, so that what was looked at is what runs. */
export const sentUri = ({ image, digest }: ImageFile): string =>
  digest === undefined ? image.text : `${image.repositoryUri}@${digest}`;

/** Whether a function has the image already. @param resolved the address with a digest, as Lambda answers it. */
export const isSameImage = ({ digest }: ImageFile, resolved: string | undefined): boolean =>
  digest !== undefined && resolved?.split('@').at(-1) === digest;

/** @throws UserError (exit code 3) when the image is for another processor than the function. */
export function requireArchitecture({ image, architecture }: ImageFile, desired: DesiredFunction): void {
  if (architecture === undefined || architecture === desired.architecture) return;
  throw new UserError(
    `${image.text} is an image for ${architecture}, and ${desired.name} is to run on ${desired.architecture}; build it with "lambda-nativeaot build --image --architecture ${desired.architecture}", or give --architecture ${architecture}. (--skip-check deploys it anyway.)`,
    exitCodes.found,
  );
}

/** What could not be looked at. */
export const imageNotes = ({ image, unread, digest }: ImageFile): string[] =>
  unread === undefined
    ? []
    : [
        `${image.text} was not looked at, so that its processor is not checked${digest === undefined ? ', and it is sent even if the function has it already' : ''}: ${unread}`,
      ];
