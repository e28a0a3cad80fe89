// The deploy command without Yeoman, which takes a second to load: for tests that end the process many times.
// Usage: node DEPLOY-CHILD FOLDER FUNCTION FLAGS-AS-JSON
import { runDeploy } from '../../../src/aws/deploy/command.ts';

const [folder, name, flags] = process.argv.slice(2) as [string, string, string];
await runDeploy({
  folder,
  names: [name],
  flags: JSON.parse(flags),
  say: () => {},
  approve: async () => {},
  pace: { firstMs: 5, mostMs: 20 },
});
