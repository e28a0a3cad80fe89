import type { DeployedFunction } from './deployment.ts';
import { type HclBlock, type HclValue, readHcl } from './hcl.ts';

const literal = (value: HclValue | undefined) =>
  typeof value === 'string' && value !== '' && !value.includes('${') ? value : undefined;

/** A path from the folder of the file; undefined for what only Terraform knows. */
const pathOf = (value: HclValue | undefined) =>
  typeof value === 'string' ? literal(value.replace(/^\$\{path\.(?:module|root|cwd)\}\/*/, './')) : undefined;

/** What Terraform takes for an attribute that is not set. Source: aws_lambda_function, Terraform AWS provider. */
const defaults = { memory_size: 128, timeout: 3 } as const;

function numberOf({ attributes }: HclBlock, name: keyof typeof defaults): number | undefined {
  const value = attributes.get(name)?.value;
  if (value === undefined) return defaults[name];
  const read = typeof value === 'string' ? Number(literal(value) ?? Number.NaN) : value;
  return typeof read === 'number' && Number.isInteger(read) ? read : undefined;
}

/** The attributes that say where the code is: of the resource, and of the module terraform-aws-modules/lambda. */
const codeAttributes = ['filename', 'local_existing_package', 'source_path'];
const archived = /^data\.archive_file\.([\w-]+)\.output_path$/;

function codeOf({ attributes }: HclBlock, all: readonly HclBlock[]): string | undefined {
  const value = codeAttributes.map((name) => attributes.get(name)?.value).find((v) => v !== undefined);
  const name = typeof value === 'object' && 'expression' in value ? archived.exec(value.expression)?.[1] : '';
  if (!name) return pathOf(value);
  const archive = all.find(
    ({ type, labels }) => type === 'data' && labels[0] === 'archive_file' && labels[1] === name,
  );
  return ['source_dir', 'source_file']
    .map((key) => pathOf(archive?.attributes.get(key)?.value))
    .find(Boolean);
}

const isFunction = ({ type, labels, attributes }: HclBlock) =>
  (type === 'resource' && labels[0] === 'aws_lambda_function') ||
  (type === 'module' && attributes.has('handler') && attributes.has('runtime'));

/** The functions of a Terraform file, as far as it says itself what they are. */
export function terraformFunctions(text: string, path: string): DeployedFunction[] {
  const blocks = readHcl(text);
  return blocks.filter(isFunction).map((block): DeployedFunction => {
    const get = (name: string) => block.attributes.get(name);
    const image = block.blocks.find(({ type }) => type === 'image_config')?.attributes.get('command');
    const command = Array.isArray(image?.value) ? literal(image.value[0]) : undefined;
    const durable = block.blocks.find(({ type }) => type === 'durable_config');
    const handler = get('handler');
    const architectures = get('architectures')?.value;
    return {
      format: 'terraform',
      file: { path },
      line: (handler ?? image)?.line ?? block.line,
      places: [],
      id: block.labels.at(-1),
      name: literal(get('function_name')?.value),
      handler: literal(handler?.value) ?? command,
      handlerIsOpaque: handler !== undefined && literal(handler.value) === undefined,
      code: codeOf(block, blocks),
      runtime: literal(get('runtime')?.value),
      isImage: literal(get('package_type')?.value) === 'Image',
      isGenerated: false,
      memorySize: numberOf(block, 'memory_size'),
      timeout: numberOf(block, 'timeout'),
      architecture: Array.isArray(architectures) ? literal(architectures[0]) : undefined,
      durable: durable && { setting: durable.type, line: durable.line },
    };
  });
}
