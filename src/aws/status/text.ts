import { exitCodes, UserError } from '../../errors.ts';
import type { Paint } from '../../ui/colours.ts';
import { renderTable } from '../../ui/table.ts';
import { oneOf } from '../../ui/wording.ts';
import { sharesText } from '../deploy/alias.ts';
import { oneLine, plainText } from '../session/one-line.ts';
import type { FunctionStatus, Verdict } from './function-status.ts';

/** A state as people read it, and the error that it ends with. */

type Row = readonly [what: string, text: string];

const short = (sha256: string | undefined) => sha256?.slice(0, 10) ?? '';
const reasoned = (state: string, reason: string | undefined) =>
  reason === undefined ? state : `${state}: ${reason}`;
const of = (qualifier: string | undefined) => (qualifier === undefined ? '' : `${qualifier}: `);

/** The newest versions are those that matter; `--json` has all. */
const shownVersions = 5;

function codeRow({ code }: FunctionStatus): Row[] {
  if (code === undefined) return [];
  const { comparison, here, there, image } = code;
  const text = {
    same: `same (${short(there)})`,
    different: `${short(there)} on AWS, ${short(here)} here`,
    'not built': `${short(there)} on AWS, not built here`,
    image: `container image ${image}`,
  };
  return [['code', text[comparison]]];
}

function stateRows({ state }: FunctionStatus): Row[] {
  if (state === undefined) return [];
  return [
    ['state', reasoned(state.state, state.reason)],
    ['last update', `${reasoned(state.lastUpdate, state.lastUpdateReason)} (${state.lastModified})`],
  ];
}

function versionRows({ versions }: FunctionStatus): Row[] {
  if (versions.length === 0) return [];
  const newest = versions.slice(-shownVersions).reverse();
  const words = newest.map(({ version, sameCode }) =>
    sameCode === true ? `${version} (this code)` : version,
  );
  const more = versions.length - newest.length;
  return [['versions', `${words.join(', ')}${more > 0 ? ` and ${more} older` : ''}`]];
}

const aliasRows = ({ aliases }: FunctionStatus): Row[] =>
  aliases.map(({ name, weights }) => [`alias ${name}`, sharesText(weights)]);

const urlRows = ({ urls }: FunctionStatus): Row[] =>
  urls.flatMap(({ qualifier, address, auth, invokeMode, callers }): Row[] => [
    ['URL', `${of(qualifier)}${address}`],
    ['', `${auth}, ${invokeMode}, for ${callers}`],
  ]);

const callerRows = ({ callers }: FunctionStatus): Row[] =>
  callers.map(({ qualifier, who }) => ['may call', `${of(qualifier)}${who}`]);

const triggerRows = ({ triggers }: FunctionStatus): Row[] =>
  triggers.flatMap(({ qualifier, source, state, reason, lastResult, batchSize }): Row[] => {
    const batch = batchSize === undefined ? [] : [`batches of ${batchSize}`];
    const last = lastResult === undefined ? [] : [`last result: ${lastResult}`];
    return [
      ['trigger', `${of(qualifier)}${source}`],
      ['', [reasoned(state, reason), ...batch, ...last].join(', ')],
    ];
  });

function concurrencyRows({ concurrency: { reserved, provisioned } }: FunctionStatus): Row[] {
  const parts = [
    ...(reserved === undefined ? [] : [`${reserved} reserved`]),
    ...provisioned.map(
      ({ qualifier, requested, available, state, reason }) =>
        `${of(qualifier)}${available} of ${requested} provisioned, ${reasoned(state, reason)}`,
    ),
  ];
  return parts.map((text, i): Row => [i === 0 ? 'concurrency' : '', text]);
}

const differenceRows = ({ differences }: FunctionStatus): Row[] =>
  differences.map(
    ({ field, from, to }, i): Row => [
      i === 0 ? 'differs' : '',
      [field, ...(from === undefined ? [] : [from, '->']), to].join(' '),
    ],
  );

const problemRows = ({ problems }: FunctionStatus): Row[] =>
  problems.map(({ what }): Row => ['not read', what]);

/** What there is to say of a function, in the order in which it is shown. */
const sections: readonly ((status: FunctionStatus) => Row[])[] = [
  codeRow,
  differenceRows,
  stateRows,
  versionRows,
  aliasRows,
  urlRows,
  callerRows,
  triggerRows,
  concurrencyRows,
  problemRows,
];

const styles: Readonly<Record<Verdict, keyof Paint>> = {
  equal: 'green',
  differs: 'yellow',
  missing: 'yellow',
  unknown: 'red',
};

const verdicts: Readonly<Record<Verdict, string>> = {
  equal: 'equal',
  differs: 'differs',
  missing: 'not on AWS',
  unknown: 'not all compared',
};

/** The functions as a table: what is on AWS, and where it differs from what is here. */
export function statusTable(statuses: readonly FunctionStatus[], paint: Paint): string {
  const rows = statuses.flatMap((status) => {
    const verdict: Row = [paint[styles[status.verdict]](verdicts[status.verdict]), ''];
    const all = [verdict, ...sections.flatMap((section) => section(status))];
    return all.map(([what, text], i) => [i === 0 ? status.name : '', what, plainText(text)]);
  });
  return renderTable([{ title: 'function' }, { title: '' }, { title: 'on AWS (-> here)' }], rows);
}

/** Why parts could not be read, a line each. */
export const problemNotes = (statuses: readonly FunctionStatus[]): string[] =>
  statuses.flatMap(({ name, problems }) =>
    problems.map(({ what, text }) => `${name}: ${what}: ${oneLine(text)}`),
  );

const namesOf = (statuses: readonly FunctionStatus[], ...verdicts: readonly Verdict[]) =>
  statuses.filter(({ verdict }) => verdicts.includes(verdict)).map(({ name }) => name);

/** The error that a run ends with where not everything is equal (exit code 3), or not known to be (1); or undefined. */
export function statusError(
  statuses: readonly FunctionStatus[],
  stage: string | undefined,
): UserError | undefined {
  const different = namesOf(statuses, 'differs', 'missing');
  const unknown = namesOf(statuses, 'unknown');
  if (different.length > 0)
    return new UserError(
      `${different.join(', ')}: not as it is here; "lambda-nativeaot deploy ${different.join(' ')}${stage === undefined ? '' : ` --stage ${stage}`} --dry-run" shows what would change.`,
      exitCodes.found,
    );
  // Nothing else is missing that a package or a right would bring.
  const isImage = ({ code, problems }: FunctionStatus) =>
    code?.comparison === 'image' && problems.length === 1;
  if (unknown.length > 0 && statuses.filter(({ verdict }) => verdict === 'unknown').every(isImage))
    return new UserError(
      `${unknown.join(', ')}: the settings are the same; the code is a container image, which is not compared with the zip.`,
      exitCodes.failed,
    );
  if (unknown.length > 0)
    return new UserError(
      `${unknown.join(', ')}: not everything could be compared; ${oneOf(['run "lambda-nativeaot build"', 'get the rights that are named above'])}.`,
      exitCodes.failed,
    );
  return undefined;
}
