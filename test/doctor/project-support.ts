import { applyChecks } from '../../src/doctor/examine.ts';
import { projectChecks } from '../../src/doctor/project/checks.ts';
import type { ProjectFacts } from '../../src/doctor/project/facts.ts';
import { planChanges } from '../../src/doctor/project/fixes.ts';
import { factsOf, loaded, projectOf, projectXml, verdictOf } from './support.ts';

export const verdict = (id: string, changes: Partial<ProjectFacts>, today = '2026-11-24') =>
  verdictOf(projectChecks, id, factsOf({ project: projectOf(changes), today }));

/** The healthy project file with one of its properties set otherwise, or removed, or a new one. */
export function withProperty(name: string, value: string | undefined, targets?: string) {
  const element = value === undefined ? '' : `<${name}>${value}</${name}>`;
  const line = new RegExp(`<${name}>.*?</${name}>`);
  const xml = projectXml();
  const changed = line.test(xml) ? xml.replace(line, element) : projectXml(`\n    ${element}`);
  return { dotnet: loaded(changed, targets) };
}

/** The text of the project file after `--fix`; undefined when it stays as it is. */
export function fixed(changes: Partial<ProjectFacts>): string | undefined {
  const project = projectOf(changes);
  const { fixes } = applyChecks('project', projectChecks, factsOf({ project }));
  return planChanges(project, fixes).find(({ path }) => path.endsWith('.csproj'))?.after;
}
