import { resolve } from 'node:path';
import { Workflow } from '../../src/cli/workflow.ts';
import type { convertCommand } from '../../src/commands/convert.ts';
import type { Restoration } from '../../src/convert/apply/undo.ts';
import type { Conversion } from '../../src/convert/plan/plan.ts';
import type { ProjectFacts } from '../../src/convert/read/project-model.ts';

/** Converts a project, or undoes that. */
export class ConvertWorkflow extends Workflow<typeof convertCommand> {
  #target!: string;
  #facts!: ProjectFacts;
  #conversion!: Conversion;
  #restorations!: Restoration[];

  override async initializing(): Promise<void> {
    const { undo, force } = this.input.values;
    this.#target = resolve(this.folder, this.input.arguments[0] ?? '.');
    // The parsers take longer to load than help or a usage error should.
    if (undo) {
      const { planUndo } = await import('../../src/convert/apply/undo.ts');
      this.#restorations = await planUndo(this.#target, force === true);
    } else {
      const { readProject } = await import('../../src/convert/read/project-model.ts');
      this.#facts = await readProject(this.#target);
    }
  }

  override async prompting(): Promise<void> {
    const { undo, handler } = this.input.values;
    if (undo || handler !== undefined || !this.canAsk) return;
    const { handlerQuestion, chosenHandlers } = await import('../../src/convert/plan/questions.ts');
    const question = handlerQuestion(this.#facts);
    if (!question) return;
    const answers = await this.ask([question]);
    this.input = { ...this.input, values: { ...this.input.values, handler: chosenHandlers(answers) } };
  }

  override async configuring(): Promise<void> {
    const { undo, handler, library, framework, architecture, runtime, force } = this.flags;
    if (undo) return;
    const { planConversion } = await import('../../src/convert/plan/plan.ts');
    this.#conversion = planConversion(this.#facts, {
      library,
      framework,
      architecture,
      runtime,
      handlers: handler ?? [],
    });
    if (this.flags['dry-run'] || this.#conversion.changes.length === 0) return;
    const { requireCleanTree } = await import('../../src/convert/apply/git.ts');
    if (!force) await requireCleanTree(this.#facts.root);
    if (!this.canAsk) return;
    const { convertSummary } = await import('../../src/convert/apply/result.ts');
    await this.confirm(convertSummary(await this.result(false)));
  }

  override async writing(): Promise<void> {
    const { undo, 'dry-run': dryRun } = this.input.values;
    if (dryRun) return;
    const { applyChanges, applyUndo } = await import('../../src/convert/apply/undo.ts');
    if (undo) await applyUndo(this.#target, this.#restorations);
    else if (this.#conversion.changes.length > 0)
      await applyChanges(this.#facts.root, this.#conversion.changes);
  }

  override async end(): Promise<void> {
    const { values } = this.input;
    const { convertText, undoResult, undoText } = await import('../../src/convert/apply/result.ts');
    if (values.undo) {
      const result = undoResult(this.#target, this.#restorations, !values['dry-run']);
      this.output.print(undoText(result));
      this.output.json(result);
      return;
    }
    const result = await this.result(!values['dry-run']);
    this.output.print(convertText(result, this.#conversion.changes));
    this.output.json(result);
  }

  private async result(written: boolean) {
    const { convertResult } = await import('../../src/convert/apply/result.ts');
    return convertResult(this.#facts.root, this.#conversion, this.repeat(), written);
  }
}
