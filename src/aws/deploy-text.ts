import { exitCodes, InterruptedError, UserError } from '../errors.ts';
import { renderTable } from '../ui/table.ts';
import type { Result } from './deploy.ts';
import type { DeployOutcome } from './deploy-command.ts';
import type { Change } from './fields.ts';
import type { FunctionPlan } from './plan.ts';

const changeText = ({ field, from, to }: Change) =>
  from === undefined ? `${field} ${to}` : `${field} ${from} -> ${to}`;

/** Plans as a table: one line a change, a function's name and a step's only where they begin. */
export function planTable(plans: readonly FunctionPlan[]): string {
  const rows = plans.flatMap(({ name, steps, notes }) => {
    const lines = steps.flatMap(({ action, changes }) =>
      (changes.length > 0 ? changes.map(changeText) : ['']).map((text, i) => [i === 0 ? action : '', text]),
    );
    const all = [...(lines.length > 0 ? lines : [['nothing to do', '']]), ...notes.map((n) => ['note', n])];
    return all.map((cells, i) => [i === 0 ? name : '', ...cells]);
  });
  return renderTable([{ title: 'function' }, { title: 'step' }, { title: 'change' }], rows);
}

function resultCells({ name, status, done, version, url, arn }: Result): string[] {
  const what = status === 'done' ? (done.length === 0 ? 'unchanged' : done.join(', ')) : status;
  return [name, what, version ?? '', url ?? arn ?? ''];
}

/** What became of each function, as a table. */
export function resultTable(results: readonly Result[]): string {
  const columns = [{ title: 'function' }, { title: 'done' }, { title: 'version' }, { title: 'URL or ARN' }];
  return renderTable(columns, results.map(resultCells));
}

/** Remarks and failures, a line each. */
export const resultNotes = (results: readonly Result[]): string[] =>
  results.flatMap(({ name, notes, error }) => [
    ...notes.map((note) => `${name}: ${note}`),
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

/** The question before a deletion, and the answer that means yes: something that nobody types by accident. */
export function deletionQuestion(names: readonly string[]): { question: string; answer: string } {
  const answer = names.length === 1 ? (names[0] as string) : `delete ${names.length} functions`;
  return { question: `Type "${answer}" to delete ${names.join(', ')} with all versions and the URL`, answer };
}

/** A run for machines: every function with its plan, and what became of it. */
export function outcomeJson({ region, planned, results }: DeployOutcome): unknown {
  const functions = results ?? planned.map(({ plan }) => ({ name: plan.name, status: 'planned', plan }));
  return {
    region,
    functions: functions.map(({ plan: { steps }, ...rest }) => ({ ...rest, steps })),
  };
}
