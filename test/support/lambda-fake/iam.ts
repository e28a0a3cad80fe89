import { ApiError } from './errors.ts';

/** A role, as a test may change it. */
export interface FakeRole {
  readonly arn: string;
  trust: string;
  /** ARNs of what is attached. */
  readonly policies: Set<string>;
  /** Documents by name. */
  readonly inline: Map<string, string>;
  readonly tags: Map<string, string>;
  boundary?: string;
}

const account = '123456789012';

const element = (name: string, value: string) =>
  `<${name}>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`;

function roleXml(name: string, { arn, trust, tags, boundary }: FakeRole): string {
  const tagged = [...tags].map(
    ([key, value]) => `<member>${element('Key', key)}${element('Value', value)}</member>`,
  );
  const bounded = boundary
    ? `<PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType>${element('PermissionsBoundaryArn', boundary)}</PermissionsBoundary>`
    : '';
  return `<Role><Path>/</Path>${element('RoleName', name)}<RoleId>AROAFAKE</RoleId>${element('Arn', arn)}<CreateDate>2026-01-01T00:00:00Z</CreateDate><AssumeRolePolicyDocument>${encodeURIComponent(trust)}</AssumeRolePolicyDocument><Tags>${tagged.join('')}</Tags>${bounded}</Role>`;
}

/** The tags of a request: Tags.member.1.Key and so on. */
function tagsOf(form: URLSearchParams): Map<string, string> {
  const tags = new Map<string, string>();
  for (let n = 1; form.has(`Tags.member.${n}.Key`); n++) {
    tags.set(form.get(`Tags.member.${n}.Key`) as string, form.get(`Tags.member.${n}.Value`) ?? '');
  }
  return tags;
}

/** One to a page, so that a reader that does not turn pages is found out. */
function page(items: readonly string[], form: URLSearchParams, list: string): string {
  const at = Number(form.get('Marker') ?? 0);
  const more = at + 1 < items.length;
  return `<${list}>${items[at] ?? ''}</${list}><IsTruncated>${more}</IsTruncated>${more ? element('Marker', String(at + 1)) : ''}`;
}

/** IAM as far as an execution role needs it. */
export class FakeIam {
  readonly roles = new Map<string, FakeRole>();

  add(name: string, trust: string): string {
    const arn = `arn:aws:iam::${account}:role/${name}`;
    this.roles.set(name, { arn, trust, policies: new Set(), inline: new Map(), tags: new Map() });
    return arn;
  }

  role(name: string): FakeRole {
    const role = this.roles.get(name);
    if (role) return role;
    throw new ApiError(404, 'NoSuchEntity', `The role with name ${name} cannot be found.`);
  }

  /** Answers a request of the query protocol. */
  answer(form: URLSearchParams): string {
    const action = form.get('Action') as string;
    const name = form.get('RoleName') as string;
    const actions: Record<string, () => string> = {
      GetRole: () => roleXml(name, this.role(name)),
      CreateRole: () => {
        if (this.roles.has(name)) {
          throw new ApiError(409, 'EntityAlreadyExists', `Role with name ${name} already exists.`);
        }
        this.add(name, form.get('AssumeRolePolicyDocument') as string);
        for (const [key, value] of tagsOf(form)) this.role(name).tags.set(key, value);
        return roleXml(name, this.role(name));
      },
      ListAttachedRolePolicies: () => {
        const attached = [...this.role(name).policies].map(
          (arn) =>
            `<member>${element('PolicyName', arn.split('/').at(-1) as string)}${element('PolicyArn', arn)}</member>`,
        );
        return page(attached, form, 'AttachedPolicies');
      },
      ListRolePolicies: () => {
        const names = [...this.role(name).inline.keys()].map((policy) => element('member', policy));
        return page(names, form, 'PolicyNames');
      },
      GetRolePolicy: () => {
        const policy = form.get('PolicyName') as string;
        const document = this.role(name).inline.get(policy);
        if (document === undefined) throw new ApiError(404, 'NoSuchEntity', `There is no policy ${policy}.`);
        return `${element('RoleName', name)}${element('PolicyName', policy)}<PolicyDocument>${encodeURIComponent(document)}</PolicyDocument>`;
      },
      PutRolePolicy: () => {
        this.role(name).inline.set(form.get('PolicyName') as string, form.get('PolicyDocument') as string);
        return '';
      },
      DeleteRolePolicy: () => {
        this.role(name).inline.delete(form.get('PolicyName') as string);
        return '';
      },
      DetachRolePolicy: () => {
        this.role(name).policies.delete(form.get('PolicyArn') as string);
        return '';
      },
      DeleteRole: () => {
        const { inline, policies } = this.role(name);
        if (inline.size + policies.size > 0)
          throw new ApiError(409, 'DeleteConflict', 'Cannot delete entity, must delete policies first.');
        this.roles.delete(name);
        return '';
      },
      AttachRolePolicy: () => {
        this.role(name).policies.add(form.get('PolicyArn') as string);
        return '';
      },
    };
    const result = actions[action]?.();
    if (result === undefined) throw new ApiError(400, 'InvalidAction', `Could not find operation ${action}`);
    return `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>fake</RequestId></ResponseMetadata></${action}Response>`;
  }
}

export const iamError = ({ type, message }: ApiError) =>
  `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${type}</Code><Message>${message}</Message></Error><RequestId>fake</RequestId></ErrorResponse>`;
