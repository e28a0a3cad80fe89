import { packageFolders, packageText } from '../package.ts';
import type { Sample } from './sample.ts';

/** The folder of all samples, in this package. */
export const samplesFolder = 'templates/samples';

let samples: readonly Sample[] | undefined;

/** The default first, then those that may share a project with others, by name. */
const place = ({ id, ownProject }: Sample): string =>
  `${id === defaultSample ? 0 : ownProject ? 2 : 1} ${id}`;

/** Every sample, in the order in which they are shown. */
export function allSamples(): readonly Sample[] {
  samples ??= packageFolders(samplesFolder)
    .map((name) => {
      const text = packageText(`${samplesFolder}/${name}/sample.json`);
      return { ...(JSON.parse(text) as Omit<Sample, 'id'>), id: name };
    })
    .sort((a, b) => (place(a) < place(b) ? -1 : 1));
  return samples;
}

export const defaultSample = 'uppercase';

/** The sample of that id; it must be one of allSamples, which the flag's choices ensure. */
export function findSample(id: string): Sample {
  const sample = allSamples().find((s) => s.id === id);
  if (!sample) throw new Error(`no sample "${id}"`);
  return sample;
}
