import { describe, expect, test } from 'vitest';
import type { Json } from '../../../../src/engine/json.ts';
import type { StateObject } from '../../../../src/engine/managed.ts';
import { Told } from '../../../../src/providers/aws/managed/claim.ts';
import { claims } from '../../../../src/providers/aws/managed/claims.ts';
import { managedBy } from '../../../../src/providers/aws/managed/managed-by.ts';
import { awsOperations } from '../../../../src/providers/aws/operations/index.ts';
import { change } from '../../../support/change.ts';

const account = '111122223333';
const arn = (rest: string, id = account) => `arn:aws:iam::${id}:${rest}`;
const policyArn = arn('policy/engineering');

function object(
  type: string,
  attributes: Readonly<Record<string, unknown>>,
  more: Partial<StateObject> = {},
): StateObject {
  return { address: `${type}.x`, file: 'f.tfstate', type, provider: 'aws', attributes, sensitive: [], ...more };
}

type Ref = readonly [type: string, address: Readonly<Record<string, string>>, from: Json, to: Json];

/** What is to be done where, shortly and by address: `remove`, `apply`, or the edits. */
function told(objects: readonly StateObject[], [type, address, from, to]: Ref): unknown[] {
  return [...managedBy(objects, account).placesOf(change(type, address, from, to))]
    .sort((a, b) => (a.address < b.address ? -1 : 1))
    .map(({ address: where, action, edits }) => [
      where,
      action === 'edit'
        ? edits.map((edit) => [edit.argument, ...(edit.entry ? ['entry'] : []), edit.from, edit.to])
        : action,
    ]);
}

const attachment = { user: 'maria', policyArn };
const inline = { role: 'app', name: 'logs' };
const before = { document: '{"Version":"2012-10-17","Statement":[]}' };
const after = { document: '{"Version":"2012-10-17","Statement":[1]}' };
const role = (more: Readonly<Record<string, unknown>> = {}) =>
  object('aws_iam_role', { name: 'app', arn: arn('role/app'), ...more });

const cases: readonly (readonly [string, readonly StateObject[], Ref, unknown])[] = [
  [
    'a resource that is taken away is taken out',
    [object('aws_iam_user_policy_attachment', { user: 'maria', policy_arn: policyArn })],
    ['iam-user-policy-attachment', attachment, {}, null],
    [['aws_iam_user_policy_attachment.x', 'remove']],
  ],
  [
    'a resource that the state has and the account lacks is applied',
    [object('aws_iam_user_policy_attachment', { user: 'maria', policy_arn: policyArn })],
    ['iam-user-policy-attachment', attachment, null, {}],
    [['aws_iam_user_policy_attachment.x', 'apply']],
  ],
  [
    'arguments are edited by their names in Terraform, what stays and what AWS sets is not told',
    [object('aws_iam_account_password_policy', { id: 'iam-account-password-policy' })],
    [
      'iam-account-password-policy',
      {},
      { minimumLength: 8, requireSymbols: true },
      { minimumLength: 14, requireSymbols: true, maxAgeDays: 90 },
    ],
    [
      [
        'aws_iam_account_password_policy.x',
        [
          ['minimum_password_length', 8, 14],
          ['max_password_age', null, 90],
        ],
      ],
    ],
  ],
  [
    'a document is the argument policy',
    [object('aws_iam_policy', { arn: policyArn })],
    ['iam-policy', { arn: policyArn }, before, after],
    [['aws_iam_policy.x', [['policy', before.document, after.document]]]],
  ],
  [
    'an inactive key has a status',
    [object('aws_iam_access_key', { id: 'AKIA1', user: 'maria' })],
    ['iam-access-key', { user: 'maria', id: 'AKIA1' }, { active: true }, { active: false }],
    [['aws_iam_access_key.x', [['status', 'Active', 'Inactive']]]],
  ],
  [
    'what stands in arguments of another resource is edited there, made and taken away',
    [object('aws_iam_user', { name: 'maria', arn: arn('user/maria') })],
    ['iam-user-permissions-boundary', { user: 'maria' }, null, { policyArn }],
    [['aws_iam_user.x', [['permissions_boundary', null, policyArn]]]],
  ],
  [
    'whether a trail records is an argument of it',
    [object('aws_cloudtrail', { name: 'main', arn: `arn:aws:cloudtrail:eu-west-1:${account}:trail/main` })],
    ['cloudtrail-logging', { region: 'eu-west-1', name: 'main' }, null, {}],
    [['aws_cloudtrail.x', [['enable_logging', false, true]]]],
  ],
  [
    'the selectors of a trail',
    [object('aws_cloudtrail', { name: 'main', arn: `arn:aws:cloudtrail:eu-west-1:${account}:trail/main` })],
    ['cloudtrail-event-selectors', { region: 'eu-west-1', name: 'main' }, { basic: [] }, { basic: ['all'] }],
    [['aws_cloudtrail.x', [['event_selector', [], ['all']]]]],
  ],
  [
    'the metadata of a SAML provider, by their digest',
    [object('aws_iam_saml_provider', { arn: arn('saml-provider/okta') })],
    ['iam-saml-provider', { arn: arn('saml-provider/okta') }, { sha256: 'a' }, { sha256: 'b' }],
    [
      [
        'aws_iam_saml_provider.x',
        [['saml_metadata_document', 'the metadata whose SHA-256 is a', 'the metadata whose SHA-256 is b']],
      ],
    ],
  ],
  [
    'a trust policy is its role’s',
    [role()],
    ['iam-role-trust', { role: 'app' }, before, after],
    [['aws_iam_role.x', [['assume_role_policy', before.document, after.document]]]],
  ],
  [
    'an exclusive list claims what is not in it yet',
    [object('aws_iam_group_membership', { group: 'dev', users: [] })],
    ['iam-group-membership', { group: 'dev', user: 'maria' }, null, {}],
    [['aws_iam_group_membership.x', [['users', 'entry', null, 'maria']]]],
  ],
  [
    'a user’s list of groups claims those that it names',
    [object('aws_iam_user_group_membership', { user: 'maria', groups: ['dev', 'ops'] })],
    ['iam-group-membership', { group: 'ops', user: 'maria' }, {}, null],
    [['aws_iam_user_group_membership.x', [['groups', 'entry', 'ops', null]]]],
  ],
  [
    'and no other group',
    [object('aws_iam_user_group_membership', { user: 'maria', groups: ['dev'] })],
    ['iam-group-membership', { group: 'ops', user: 'maria' }, {}, null],
    [],
  ],
  [
    'an attachment list of a policy claims every principal, once',
    [object('aws_iam_policy_attachment', { policy_arn: policyArn, users: ['maria'], groups: null, roles: [] })],
    ['iam-user-policy-attachment', attachment, {}, null],
    [['aws_iam_policy_attachment.x', [['users', 'entry', 'maria', null]]]],
  ],
  [
    'an attachment that an exclusive list names as well is changed in both',
    [
      object('aws_iam_role_policy_attachment', { role: 'app', policy_arn: policyArn }),
      object('aws_iam_role_policy_attachments_exclusive', { role_name: 'app', policy_arns: [policyArn] }),
    ],
    ['iam-role-policy-attachment', { role: 'app', policyArn }, {}, null],
    [
      ['aws_iam_role_policy_attachment.x', 'remove'],
      ['aws_iam_role_policy_attachments_exclusive.x', [['policy_arns', 'entry', policyArn, null]]],
    ],
  ],
  [
    'what no argument says is not managed',
    [object('aws_iam_policy', { arn: policyArn })],
    ['iam-policy', { arn: policyArn }, before, before],
    [],
  ],
  [
    'a list of names says nothing of the documents',
    [object('aws_iam_role_policies_exclusive', { role_name: 'app', policy_names: ['logs'] })],
    ['iam-role-inline-policy', inline, before, after],
    [],
  ],
  [
    'a role’s blocks of inline policies are its own where nothing else manages its inline policies',
    [role({ inline_policy: [{ name: 'logs', policy: '{}' }] })],
    ['iam-role-inline-policy', inline, before, after],
    [
      [
        'aws_iam_role.x',
        [
          [
            'inline_policy',
            'entry',
            { name: 'logs', policy: before.document },
            { name: 'logs', policy: after.document },
          ],
        ],
      ],
    ],
  ],
  [
    'where something else does, the role only lists what it found',
    [
      role({ inline_policy: [{ name: 'logs', policy: '{}' }] }),
      object('aws_iam_role_policy', { role: 'app', name: 'other' }),
    ],
    ['iam-role-inline-policy', inline, before, after],
    [],
  ],
  [
    'a role’s managed_policy_arns are exclusive where it has no attachments of its own',
    [role({ managed_policy_arns: [arn('policy/other')] })],
    ['iam-role-policy-attachment', { role: 'app', policyArn }, {}, null],
    [['aws_iam_role.x', [['managed_policy_arns', 'entry', policyArn, null]]]],
  ],
  [
    'an attachment to a managed role without any is not managed',
    [role({ managed_policy_arns: [], inline_policy: [] })],
    ['iam-role-policy-attachment', { role: 'app', policyArn }, {}, null],
    [],
  ],
  [
    'an attachment to a managed role that has others by themselves is not managed',
    [
      role({ managed_policy_arns: [policyArn, arn('policy/other')] }),
      object('aws_iam_role_policy_attachment', { role: 'app', policy_arn: arn('policy/other') }),
    ],
    ['iam-role-policy-attachment', { role: 'app', policyArn }, {}, null],
    [],
  ],
  [
    'an attachment to a role of another name is not managed either',
    [role({ managed_policy_arns: [policyArn] })],
    ['iam-role-policy-attachment', { role: 'app2', policyArn }, {}, null],
    [],
  ],
  [
    'what does not tell its region is taken for that of any',
    [object('aws_cloudwatch_log_metric_filter', { name: 'root', log_group_name: 'trail' })],
    ['logs-metric-filter', { region: 'eu-west-1', logGroup: 'trail', name: 'root' }, { value: '1' }, { value: '2' }],
    [['aws_cloudwatch_log_metric_filter.x', [['metric_transformation.value', '1', '2']]]],
  ],
  [
    'what tells it is not',
    [
      object('aws_cloudwatch_metric_alarm', {
        alarm_name: 'root',
        arn: `arn:aws:cloudwatch:us-east-1:${account}:alarm:root`,
      }),
    ],
    ['cloudwatch-alarm', { region: 'eu-west-1', name: 'root' }, { threshold: 1 }, { threshold: 2 }],
    [],
  ],
];

describe('what objects of a state manage', () => {
  test.each(cases)('%s', (_, objects, ref, expected) => {
    expect(told(objects, ref)).toEqual(expected);
    expect(told([...objects].reverse(), ref)).toEqual(expected);
  });
});

describe('the account', () => {
  const ref: Ref = ['iam-user-policy-attachment', attachment, {}, null];
  const attached = (more: Partial<StateObject> = {}) =>
    object('aws_iam_user_policy_attachment', { user: 'maria', policy_arn: arn('policy/engineering') }, more);
  const maria = (id: string, more: Partial<StateObject> = {}) =>
    object('aws_iam_user', { name: 'maria', arn: arn('user/maria', id) }, { address: `u${id}`, ...more });

  test('is told by an object’s own ARN', () => {
    const user: Ref = ['iam-user', { user: 'maria' }, { path: '/' }, null];
    expect(told([maria('999988887777')], user)).toEqual([]);
    expect(told([maria(account)], user)).toHaveLength(1);
  });

  test('is told by the neighbours of the same provider where the object does not tell it', () => {
    expect(told([attached()], ref)).toHaveLength(1);
    expect(told([attached(), maria('999988887777')], ref)).toHaveLength(0);
    expect(told([maria('999988887777', { provider: 'aws.dev' }), attached()], ref)).toHaveLength(1);
    expect(told([maria('999988887777', { file: 'dev.tfstate' }), attached()], ref)).toHaveLength(1);
    // `terraform show -json` does not tell the configurations of a provider apart.
    expect(told([maria('999988887777'), maria(account), attached()], ref)).toHaveLength(1);
  });
});

test('an object that does not tell what it manages is named with what is missing', () => {
  const hidden = object(
    'aws_sns_topic_subscription',
    { topic_arn: 'arn:aws:sns:eu-west-1:111122223333:alarms', protocol: 'email' },
    { sensitive: ['endpoint'] },
  );
  const list = object('aws_iam_user_group_membership', { user: 'maria' }, { sensitive: ['groups'] });
  expect(managedBy([hidden, list], account).untold).toEqual([
    'aws_sns_topic_subscription.x in f.tfstate does not tell its endpoint, so what it manages is not known',
    'aws_iam_user_group_membership.x in f.tfstate does not tell its groups, so what it manages is not known',
  ]);
});

test('objects of other providers and of types without a rule manage nothing', () => {
  const { addresses, untold } = managedBy(
    [object('google_service_account', {}), object('aws_vpc', { id: 'vpc-1' })],
    account,
  );
  expect([addresses.size, untold]).toEqual([0, []]);
});

describe('the rules', () => {
  /** What Terraform's AWS provider has no argument for, or names by an id that its state alone does not explain. */
  const without = ['access-analyzer-finding', 'iam-mfa-device', 'organizations-policy-attachment', 'root-credentials'];
  /** Answers each question for a text or a list. */
  const anything = Object.assign(Object.create(Told.prototype) as Told, {
    text: () => 'x',
    texts: () => ['x'],
    region: () => ({}),
  });
  const claimed = new Set(Object.values(claims).flatMap((claimsOf) => claimsOf(anything).map(({ type }) => type)));

  test.each([...new Set(awsOperations.map(({ resource }) => resource.type))])('know what may manage %s', (type) => {
    expect(claimed.has(type)).toBe(!without.includes(type));
  });
});
