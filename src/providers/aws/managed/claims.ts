import { type Claim, inside, listed, type Told, whole } from './claim.ts';

type Kind = 'user' | 'group' | 'role';

/**
 * What the objects of each type of Terraform's AWS provider manage. A role's `managed_policy_arns` and `inline_policy`
 * are in its state even where no configuration sets them; where one does, no attachment may stand beside them.
 */
export const claims: Readonly<Record<string, (object: Told) => readonly Claim[]>> = {
  aws_iam_user: (object) => {
    const address = { user: object.text('name') };
    return [whole('iam-user', address), inside('iam-user-permissions-boundary', address)];
  },
  aws_iam_group: (object) => [whole('iam-group', { group: object.text('name') })],
  aws_iam_role(object) {
    const address = { role: object.text('name') };
    const attached = object.texts('managed_policy_arns').length > 0;
    const inline = object.texts('inline_policy', 'name').length > 0;
    return [
      whole('iam-role', address),
      ...['iam-role-trust', 'iam-role-session', 'iam-role-permissions-boundary'].map((type) => inside(type, address)),
      ...(attached ? [{ ...attachments('role', address, 'managed_policy_arns'), unsure: true } as const] : []),
      ...(inline ? [{ ...inlineBlocks(address), unsure: true } as const] : []),
    ];
  },
  aws_iam_policy: (object) => [whole('iam-policy', { arn: object.text('arn') })],

  aws_iam_user_policy_attachment: (object) => [attachment('user', object)],
  aws_iam_group_policy_attachment: (object) => [attachment('group', object)],
  aws_iam_role_policy_attachment: (object) => [attachment('role', object)],
  aws_iam_policy_attachment(object) {
    const address = { policyArn: object.text('policy_arn') };
    return kinds.flatMap((by) => {
      const claim = (more: Claim['address']) =>
        listed(`iam-${by}-policy-attachment`, { ...address, ...more }, { list: `${by}s`, by });
      return [claim({}), ...object.texts(`${by}s`).map((name) => claim({ [by]: name }))];
    });
  },
  aws_iam_user_policy_attachments_exclusive: (object) => [
    attachments('user', { user: object.text('user_name') }, 'policy_arns'),
  ],
  aws_iam_group_policy_attachments_exclusive: (object) => [
    attachments('group', { group: object.text('group_name') }, 'policy_arns'),
  ],
  aws_iam_role_policy_attachments_exclusive: (object) => [
    attachments('role', { role: object.text('role_name') }, 'policy_arns'),
  ],

  aws_iam_user_policy: (object) => [inlinePolicy('user', object)],
  aws_iam_group_policy: (object) => [inlinePolicy('group', object)],
  aws_iam_role_policy: (object) => [inlinePolicy('role', object)],
  aws_iam_user_policies_exclusive: (object) => [inlineNames('user', object)],
  aws_iam_group_policies_exclusive: (object) => [inlineNames('group', object)],
  aws_iam_role_policies_exclusive: (object) => [inlineNames('role', object)],

  aws_iam_user_group_membership: (object) =>
    object
      .texts('groups')
      .map((group) =>
        listed('iam-group-membership', { group, user: object.text('user') }, { list: 'groups', by: 'group' }),
      ),
  aws_iam_group_membership: (object) => [
    listed('iam-group-membership', { group: object.text('group') }, { list: 'users', by: 'user' }),
  ],

  aws_iam_access_key: (object) => [whole('iam-access-key', { user: object.text('user'), id: object.text('id') })],
  aws_iam_user_login_profile: (object) => [whole('iam-login-profile', { user: object.text('user') })],
  aws_iam_user_ssh_key: (object) => [
    whole('iam-ssh-public-key', { user: object.text('username'), id: object.text('ssh_public_key_id') }),
  ],
  aws_iam_signing_certificate: (object) => [
    whole('iam-signing-certificate', { user: object.text('user_name'), id: object.text('certificate_id') }),
  ],
  aws_iam_server_certificate: (object) => [whole('iam-server-certificate', { name: object.text('name') })],
  aws_iam_saml_provider: (object) => [whole('iam-saml-provider', { arn: object.text('arn') })],
  aws_iam_openid_connect_provider: (object) => [whole('iam-oidc-provider', { arn: object.text('arn') })],
  aws_iam_account_password_policy: () => [whole('iam-account-password-policy', {})],
  aws_iam_instance_profile(object) {
    const name = object.text('name');
    return [whole('iam-instance-profile', { name }), inside('iam-instance-profile-role', { profile: name })];
  },

  aws_cloudwatch_log_group: (object) => [whole('logs-log-group', inRegion(object, { name: object.text('name') }))],
  aws_cloudwatch_log_metric_filter: (object) => [
    whole(
      'logs-metric-filter',
      inRegion(object, { logGroup: object.text('log_group_name'), name: object.text('name') }),
    ),
  ],
  aws_cloudwatch_metric_alarm: (object) => [
    whole('cloudwatch-alarm', inRegion(object, { name: object.text('alarm_name') })),
  ],
  aws_sns_topic: (object) => [whole('sns-topic', { arn: object.text('arn') })],
  aws_sns_topic_subscription: (object) => [
    whole('sns-subscription', {
      topicArn: object.text('topic_arn'),
      protocol: object.text('protocol'),
      endpoint: object.text('endpoint'),
    }),
  ],
  aws_cloudtrail(object) {
    const address = inRegion(object, { name: object.text('name') });
    return [
      whole('cloudtrail-trail', address),
      inside('cloudtrail-event-selectors', address),
      { type: 'cloudtrail-logging', address, as: { switch: 'enable_logging' } },
    ];
  },
  aws_s3_bucket: (object) => [whole('s3-bucket', { name: object.text('bucket') })],
  aws_s3_bucket_policy: (object) => [whole('s3-bucket-policy', { bucket: object.text('bucket') })],
  aws_s3_bucket_public_access_block: (object) => [whole('s3-public-access-block', { bucket: object.text('bucket') })],
  aws_s3_bucket_logging: (object) => [whole('s3-bucket-logging', { bucket: object.text('bucket') })],

  aws_accessanalyzer_analyzer: (object) => [
    whole('access-analyzer', inRegion(object, { name: object.text('analyzer_name') })),
  ],
  aws_account_alternate_contact: (object) => [
    whole('account-alternate-contact', { type: object.text('alternate_contact_type').toLowerCase() }),
  ],
  aws_budgets_budget: (object) => [whole('budgets-budget', { name: object.text('name') })],
  aws_config_config_rule: (object) => [whole('config-rule', inRegion(object, { name: object.text('name') }))],
  // An attachment names its policy by the id alone, and a change does by the name: what it manages cannot be told.
  aws_organizations_policy: (object) => [whole('organizations-policy', { name: object.text('name') })],
  aws_secretsmanager_secret_rotation: (object) => [
    whole('secretsmanager-rotation', inRegion(object, { id: object.text('secret_id') })),
  ],
};

const kinds = ['user', 'group', 'role'] as const satisfies readonly Kind[];

function attachment(kind: Kind, object: Told): Claim {
  return whole(`iam-${kind}-policy-attachment`, { [kind]: object.text(kind), policyArn: object.text('policy_arn') });
}

function attachments(kind: Kind, address: Claim['address'], list: string): Claim {
  return listed(`iam-${kind}-policy-attachment`, address, { list, by: 'policyArn' });
}

function inlinePolicy(kind: Kind, object: Told): Claim {
  return whole(`iam-${kind}-inline-policy`, { [kind]: object.text(kind), name: object.text('name') });
}

function inlineNames(kind: Kind, object: Told): Claim {
  const address = { [kind]: object.text(`${kind}_name`) };
  return listed(`iam-${kind}-inline-policy`, address, { list: 'policy_names', by: 'name' });
}

function inlineBlocks(address: Claim['address']): Claim {
  return listed('iam-role-inline-policy', address, { list: 'inline_policy', by: 'name', document: 'policy' });
}

function inRegion(object: Told, address: Claim['address']): Claim['address'] {
  return { ...object.region(), ...address };
}
