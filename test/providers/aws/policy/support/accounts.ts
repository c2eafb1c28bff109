import type {
  AuthorizationDetails,
  Group,
  ManagedPolicy,
  Role,
  User,
} from '../../../../../src/providers/aws/model/authorization-details.ts';

/** A statement as a test writes it; Effect is Allow and Resource is `*` unless it says otherwise. */
export type Draft = Readonly<Record<string, unknown>>;

/** A policy document of statements. */
export function doc(...statements: readonly Draft[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({
      Effect: 'Allow',
      ...('NotResource' in statement || 'Resource' in statement ? {} : { Resource: '*' }),
      ...statement,
    })),
  });
}

/** A document that allows actions on a resource. */
export function allow(
  action: string | readonly string[],
  resource: string | readonly string[] = '*',
  condition?: Draft,
): string {
  return doc({ Action: action, Resource: resource, ...(condition === undefined ? {} : { Condition: condition }) });
}

/** A document that denies actions on a resource. */
export function deny(
  action: string | readonly string[],
  resource: string | readonly string[] = '*',
  condition?: Draft,
): string {
  return doc({
    Effect: 'Deny',
    Action: action,
    Resource: resource,
    ...(condition === undefined ? {} : { Condition: condition }),
  });
}

/** A trust policy. */
export function trust(principal: unknown, condition?: Draft, action = 'sts:AssumeRole'): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: principal,
        Action: action,
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ],
  });
}

interface Given {
  readonly inline?: readonly string[];
  readonly attached?: readonly string[];
  readonly boundary?: string;
}

export const ACCOUNT = '111122223333';
const CREATED = '2024-01-01T00:00:00Z';

/** The ARN of an IAM resource of the test account. */
export function arn(kind: string, name: string): string {
  return `arn:aws:iam::${ACCOUNT}:${kind}/${name}`;
}

function common(kind: string, name: string, { inline = [], attached = [] }: Given) {
  return {
    name,
    id: `ID${name}`,
    arn: arn(kind, name),
    path: '/',
    createdAt: CREATED,
    inline: inline.map((document, at) => ({ name: `inline${at}`, document })),
    attached: [...attached],
  };
}

/** A user by its policies and groups. */
export function user(name: string, given: Given & { readonly groups?: readonly string[] } = {}): User {
  const boundary = given.boundary === undefined ? {} : { boundary: given.boundary };
  return { ...common('user', name, given), groups: [...(given.groups ?? [])], tags: {}, ...boundary };
}

/** A group by its policies. */
export function group(name: string, given: Given = {}): Group {
  return common('group', name, given);
}

/** A role by its policies; EC2 may assume it unless told otherwise. */
export function role(name: string, given: Given & { readonly trust?: string } = {}): Role {
  const boundary = given.boundary === undefined ? {} : { boundary: given.boundary };
  return {
    ...common('role', name, given),
    trust: given.trust ?? trust({ Service: 'ec2.amazonaws.com' }),
    instanceProfiles: [],
    tags: {},
    ...boundary,
  };
}

/** A customer-managed policy with one version. */
export function policy(name: string, document: string): ManagedPolicy {
  return {
    name,
    id: `ID${name}`,
    arn: arn('policy', name),
    path: '/',
    createdAt: CREATED,
    versions: [{ id: 'v1', document, isDefault: true, createdAt: CREATED }],
    tags: {},
  };
}

/** An account of what it is given and nothing else. */
export function account(...entities: readonly Partial<AuthorizationDetails>[]): AuthorizationDetails {
  return {
    users: entities.flatMap((entity) => entity.users ?? []),
    groups: entities.flatMap((entity) => entity.groups ?? []),
    roles: entities.flatMap((entity) => entity.roles ?? []),
    policies: entities.flatMap((entity) => entity.policies ?? []),
    emptyProfiles: entities.flatMap((entity) => entity.emptyProfiles ?? []),
  };
}
