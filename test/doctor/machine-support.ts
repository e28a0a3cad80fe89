import { machineChecks } from '../../src/doctor/machine/checks.ts';
import type { MachineFacts, ToolName } from '../../src/doctor/machine/facts.ts';
import type { Settings } from '../../src/project/settings.ts';
import {
  factsOf,
  loaded,
  machineOf,
  projectOf,
  projectXml,
  settingsOf,
  toolsOf,
  verdictOf,
} from './support.ts';

export const gigabyte = 1024 ** 3;
const all = Object.keys(machineOf().tools) as ToolName[];
export const without = (...names: ToolName[]) => ({
  tools: toolsOf(...all.filter((name) => !names.includes(name))),
});
export const noDaemon = { daemon: { problem: 'Cannot connect to the Docker daemon' } };
export const arm64: Partial<Settings> = { architecture: 'arm64' };
export const al2: Partial<Settings> = { runtime: 'provided.al2' };

export function verdict(
  id: string,
  machine: Partial<MachineFacts>,
  settings: Partial<Settings> = {},
  framework = 'net10.0',
) {
  const project = projectOf({
    settings: settingsOf(settings),
    dotnet: loaded(projectXml('', framework)),
  });
  return verdictOf(machineChecks, id, factsOf({ machine: machineOf(machine), project }));
}
export const outside = (id: string, machine: Partial<MachineFacts>) =>
  verdictOf(machineChecks, id, factsOf({ machine: machineOf(machine), project: undefined }));
