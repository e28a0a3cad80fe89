// The deploy command without Yeoman, which takes a second to load: for tests that end the process many times.
// Usage: node deploy.mjs FOLDER FUNCTION FLAGS-AS-JSON
import { runDeploy } from '../../../dist/src/aws/deploy-command.js';

const [folder, name, flags] = process.argv.slice(2);
await runDeploy({
  folder,
  names: [name],
  flags: JSON.parse(flags),
  say: () => {},
  approve: async () => {},
  pace: { firstMs: 5, mostMs: 20 },
});
