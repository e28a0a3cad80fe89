import { ApiError } from './errors.ts';

interface FakeRole {
  readonly arn: string;
  readonly trust: string;
  readonly policies: Set<string>;
}

const account = '123456789012';

const roleXml = (name: string, { arn, trust }: FakeRole) =>
  `<Role><Path>/</Path><RoleName>${name}</RoleName><RoleId>AROAFAKE</RoleId><Arn>${arn}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate><AssumeRolePolicyDocument>${encodeURIComponent(trust)}</AssumeRolePolicyDocument></Role>`;

/** IAM as far as an execution role needs it. */
export class FakeIam {
  readonly roles = new Map<string, FakeRole>();

  add(name: string, trust: string): string {
    const arn = `arn:aws:iam::${account}:role/${name}`;
    this.roles.set(name, { arn, trust, policies: new Set() });
    return arn;
  }

  private role(name: string): FakeRole {
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
        return roleXml(name, this.role(name));
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
