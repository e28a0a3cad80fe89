import { packageName } from '../package.ts';
import { frameworkFacts } from '../platform/frameworks.ts';
import { indentText } from '../ui/wording.ts';
import type { Settings } from './settings.ts';

/** What --with github writes: how a pipeline deploys a project. */

/** A way to deploy a project, as .github/deploy.sh takes it. */
interface DeployWay {
  /** A word of the script's functions. */
  readonly name: string;
  /** For the reader of the script. */
  readonly title: string;
  /** The file by which the script knows the way; the last way has none, every project has it. */
  readonly file?: string;
  /** Steps that a job takes before, in the workflow: lines of YAML from the left margin. */
  setup?(versions: { readonly dotnetVersion: string }): readonly string[];
  /** Lines of bash that take `plan` or `deploy` as "$@". `$stage` is empty in a project without stages. */
  run(settings: Settings): readonly string[];
  /** What has it show on standard output what would change: words of bash. */
  readonly plan: string;
  /** What has it deploy, and ask nothing. */
  readonly deploy: string;
}

/** The version of npm's aws-cdk that the script takes. */
const cdkProgram = '2.1148.1';

/** Actions by the commit of a version, since a tag may be moved. */
export const workflowActions = {
  checkout: 'actions/checkout@d23441a48e516b6c34aea4fa41551a30e30af803 # v6.1.0',
  setupDotnet: 'actions/setup-dotnet@26b0ec14cb23fa6904739307f278c14f94c95bf1 # v5.4.0',
  setupTerraform: 'hashicorp/setup-terraform@dfe3c3f87815947d99a8997f908cb6525fc44e9e # v4.0.1',
  uploadArtifact: 'actions/upload-artifact@b7c566a772e6b6bfb58ed0dc250532a479d7789f # v6.0.0',
  downloadArtifact: 'actions/download-artifact@37930b1c2abaa49bbe596cd826c3c89aef350131 # v7.0.0',
  awsCredentials: 'aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3',
} as const;

/**
 * The ways, the first that a project has is taken. An extra that deploys adds its row here: everything that the workflow
 * does follows from it. A file decides rather than the list of extras, so that the workflow is the same whatever else is
 * chosen, and goes on working when a template is added by hand.
 */
const deployWays: readonly DeployWay[] = [
  {
    name: 'cdk',
    title: 'The AWS CDK. The stack has one name, so that each stage needs an account or a region of its own.',
    file: 'infra/cdk.json',
    setup: ({ dotnetVersion }) => [
      `- uses: ${workflowActions.setupDotnet}`,
      "  if: hashFiles('infra/cdk.json') != ''",
      '  with:',
      `    dotnet-version: ${dotnetVersion}.x`,
    ],
    run: () => [`(cd infra && npx --yes --ignore-scripts aws-cdk@${cdkProgram} "$@" --ci)`],
    plan: 'diff',
    deploy: 'deploy --require-approval never',
  },
  {
    name: 'terraform',
    title: 'Terraform. A stage, where there is one, has its backend in infra/STAGE.tfbackend.',
    file: 'infra/main.tf',
    setup: () => [
      `- uses: ${workflowActions.setupTerraform}`,
      "  if: hashFiles('infra/main.tf') != ''",
      '  with:',
      '    terraform_wrapper: false',
    ],
    run: () => [
      "if ! grep --quiet --extended-regexp '^[[:space:]]*(backend|cloud)[[:space:]]' infra/*.tf; then",
      '  echo "The state of Terraform would be lost with this machine: name a backend in infra/versions.tf." >&2',
      '  return 1',
      'fi',
      `terraform -chdir=infra init -input=false \${stage:+-backend-config="$stage.tfbackend"} >&2`,
      'terraform -chdir=infra "$@" -input=false -no-color',
    ],
    plan: 'plan',
    deploy: 'apply -auto-approve',
  },
  {
    name: 'sam',
    title:
      'AWS SAM. Its template names the functions, so that each stage needs an account or a region of its own.',
    file: 'template.yaml',
    run: ({ name }) => [
      `sam deploy --template-file template.yaml --stack-name "${name}\${stage:+-$stage}" --resolve-s3 \\`,
      '  --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset "$@"',
    ],
    plan: '--no-execute-changeset',
    deploy: '--no-confirm-changeset',
  },
  {
    name: 'lambda',
    title: 'lambda-nativeaot, at the version that wrote this; no scripts of packages run beside credentials.',
    run: ({ version }) => [
      'tool=$(mktemp -d)',
      'npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$tool" \\',
      `  ${packageName}@${version}`,
      '"$tool/node_modules/.bin/lambda-nativeaot" deploy --all \\',
      `  \${stage:+--stage "$stage"} \${LAMBDA_ROLE:+--role "$LAMBDA_ROLE"} "$@"`,
    ],
    plan: '--dry-run',
    deploy: '--yes',
  },
];

/** The function of a way. */
const functionOf = ({ name, title, run }: DeployWay, settings: Settings): string =>
  [`# ${title}`, `with_${name}() {`, indentText(run(settings).join('\n'), 2), '}'].join('\n');

/** Which way, and what it is told: a chain of ifs over the files. */
function choiceOf(ways: readonly DeployWay[]): string {
  const branches = ways.flatMap(({ name, file, plan, deploy }, i) => [
    file === undefined ? 'else' : `${i === 0 ? 'if' : 'elif'} [ -f ${file} ]; then`,
    `  way=with_${name}`,
    `  plan=(${plan})`,
    `  deploy=(${deploy})`,
  ]);
  return [...branches, 'fi'].join('\n');
}

/** What the templates of the pipeline interpolate. */
export function pipelineView(settings: Settings) {
  const versions = { dotnetVersion: frameworkFacts[settings.framework].sdk };
  return {
    setup: deployWays
      .flatMap(({ setup }) => (setup === undefined ? [] : [`${indentText(setup(versions).join('\n'), 6)}\n`]))
      .join(''),
    functions: deployWays.map((way) => functionOf(way, settings)).join('\n\n'),
    choice: choiceOf(deployWays),
  };
}
