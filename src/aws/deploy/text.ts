import { exitCodes, InterruptedError, UserError } from '../../errors.ts';
import type { Stage } from '../../project/stages.ts';
import { renderTable } from '../../ui/table.ts';
import { wrap } from '../../ui/wrap.ts';
import { oneLine, plainText } from '../session/one-line.ts';
import type { Session } from '../session/session.ts';
import type { DeployOutcome, Result } from './deploy.ts';
import type { Change } from './fields.ts';
import type { FunctionPlan, StepAction } from './plan.ts';
import type { Planned } from './planning.ts';

type Place = Pick<Session, 'region' | 'target'>;

/** Tags and reasons come from AWS, and a change is one line. */
const changeText = ({ field, from, to }: Change) =>
  [field, ...(from === undefined ? [] : [from, '->']), to].map(plainText).join(' ');

/** Plans as a table: one line a change, a function's name and a step's only where they begin. */
export function planTable(plans: readonly FunctionPlan[]): string {
  const rows = plans.flatMap(({ name, steps, notes }) => {
    const lines = steps.flatMap(({ action, changes }) =>
      (changes.length > 0 ? changes.map(changeText) : ['']).map((text, i) => [i === 0 ? action : '', text]),
    );
    const all = [
      ...(lines.length > 0 ? lines : [['nothing to do', '']]),
      ...notes.map((n) => ['note', oneLine(n)]),
    ];
    return all.map((cells, i) => [i === 0 ? name : '', ...cells]);
  });
  return renderTable([{ title: 'function' }, { title: 'step' }, { title: 'change' }], rows);
}

/** What was done goes over several lines, so that a table with names of usual length fits into 80 columns. */
const doneWidth = 54;

/** What was done, and below it where the function is: addresses are long, and lines of their own to be copied. */
function resultRows({ name, status, done, version, url, arn }: Result): string[][] {
  const what = status === 'done' ? (done.length === 0 ? 'unchanged' : done.join(', ')) : status;
  const address = done.includes('delete function') ? undefined : (url ?? arn);
  const lines = [
    ...wrap(what, doneWidth),
    ...(version === undefined ? [] : [`version ${version}`]),
    ...(address === undefined ? [] : [oneLine(address)]),
  ];
  return lines.map((line, i) => [i === 0 ? name : '', line]);
}

/** What became of each function, as a table. */
export function resultTable(results: readonly Result[]): string {
  return renderTable([{ title: 'function' }, { title: 'done' }], results.flatMap(resultRows));
}

/** Where a run works: the user with several accounts wants to see that before anything happens. */
export function placeText(
  { region, target: { profile } }: Place,
  planned: readonly Planned[],
  stage?: Stage,
): string {
  const arn = planned.map(({ current }) => current?.configuration.FunctionArn).find(Boolean);
  // An account that the stage names has been compared with that of the credentials.
  const account = arn === undefined ? stage?.account : oneLine(arn.split(':')[4] ?? '');
  const parts = [
    region,
    ...(account ? [`account ${account}`] : []),
    ...(profile ? [`profile ${profile}`] : []),
    ...(stage ? [`stage ${stage.name}`] : []),
  ];
  return `${parts.join(', ')}:`;
}

/** Remarks that came up on the way, what to do next, and failures, a line each. What the plan remarked has been shown with it. */
export const resultNotes = (results: readonly Result[]): string[] =>
  results.flatMap(({ name, plan, notes, next, error }) => [
    ...notes.filter((note) => !plan.notes.includes(note)).map((note) => `${name}: ${oneLine(note)}`),
    ...(next === undefined ? [] : [`${name}: ${oneLine(next)}`]),
    ...(error === undefined || results.length === 1 ? [] : [`${name}: ${error}`]),
  ]);

/** The error that a run ends with when not everything was done, or undefined. */
export function deploymentError(results: readonly Result[]): UserError | undefined {
  const bad = results.filter(({ status }) => status !== 'done');
  const [first] = bad;
  if (first === undefined) return undefined;
  const text =
    results.length === 1
      ? `${first.name}: ${first.error}`
      : `${bad.length} of ${results.length} functions: ${bad.map(({ name }) => name).join(', ')} not done; see above.`;
  if (bad.some(({ status }) => status === 'interrupted')) return new InterruptedError(text);
  return new UserError(text, exitCodes.failed);
}

/** A question, and the answer that means yes: a text that is not typed by accident. */
interface Question {
  readonly question: string;
  readonly answer: string;
}

const named = (names: readonly string[], verb: string) =>
  names.length === 1 ? (names[0] as string) : `${verb} ${names.length} functions`;

const has = ({ steps }: FunctionPlan, ...actions: readonly StepAction[]) =>
  steps.some(({ action }) => actions.includes(action));

function deletionQuestion(plans: readonly FunctionPlan[], region: string): Question {
  const names = plans.map(({ name }) => name);
  const answer = named(names, 'delete');
  const roles = plans.some((plan) => has(plan, 'delete role')) ? ', the URL and the role' : ' and the URL';
  return {
    question: `Type "${answer}" to delete ${names.join(', ')} in ${region}, with all versions${roles}`,
    answer,
  };
}

function openingQuestion(plans: readonly FunctionPlan[]): Question {
  const names = plans.map(({ name }) => name);
  const answer = named(names, 'open');
  return {
    question: `Type "${answer}" to let everyone on the internet call ${names.join(', ')} without authentication ("--url iam" does not)`,
    answer,
  };
}

/** What has to be asked before plans are carried out: what cannot be undone, and what opens a function to the world. */
export function questionsOf(plans: readonly FunctionPlan[], region: string): Question[] {
  const deleted = plans.filter((plan) => has(plan, 'delete function', 'delete role'));
  const opened = plans.filter(
    (plan) =>
      has(plan, 'allow public URL') ||
      plan.steps.some(({ action, changes }) =>
        /^(?:create|update) URL$/.test(action) ? changes.some(({ to }) => to === 'NONE') : false,
      ),
  );
  return [
    ...(deleted.length > 0 ? [deletionQuestion(deleted, region)] : []),
    ...(opened.length > 0 ? [openingQuestion(opened)] : []),
  ];
}

/** A run for machines: every function with its plan, and what became of it. */
export function outcomeJson({ region, stage, planned, results }: DeployOutcome): unknown {
  const functions = results ?? planned.map(({ plan }) => ({ name: plan.name, status: 'planned', plan }));
  return {
    region,
    ...(stage === undefined ? {} : { stage }),
    functions: functions.map(({ plan: { steps }, ...rest }) => ({ ...rest, steps })),
  };
}
