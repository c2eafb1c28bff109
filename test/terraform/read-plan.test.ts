import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/engine/json.ts';
import { checkPlan, type PlannedResource } from '../../src/terraform/read-plan.ts';

const group: PlannedResource = {
  change: 'a',
  address: 'aws_iam_group.g',
  before: null,
  after: { name: 'g', path: '/' },
};
const alarm: PlannedResource = {
  change: 'b',
  address: 'aws_cloudwatch_metric_alarm.a',
  importId: 'a',
  before: { alarm_name: 'a', actions_enabled: false, alarm_actions: [] },
  after: { alarm_name: 'a', actions_enabled: true, alarm_actions: ['arn:x', 'arn:y'] },
};
const gone: PlannedResource = { change: 'c', address: 'aws_iam_group.old', before: { name: 'old' }, after: null };

const created = {
  address: group.address,
  change: { actions: ['create'], before: null, after: { name: 'g', path: '/' }, after_unknown: { arn: true } },
};
const adopted = {
  address: alarm.address,
  change: {
    actions: ['update'],
    importing: { id: 'a' },
    before: { alarm_name: 'a', actions_enabled: false, alarm_actions: [], ok_actions: ['arn:z'], tags: null },
    after: {
      alarm_name: 'a',
      actions_enabled: true,
      alarm_actions: ['arn:y', 'arn:x'],
      ok_actions: ['arn:z'],
      tags: {},
    },
  },
};
const removed = { address: gone.address, change: { actions: ['delete'], before: { name: 'old' }, after: null } };

/** A saved plan as Terraform shows it. */
function shown(changes: readonly object[], rest: object = {}, root: object = {}): unknown {
  return { format_version: '1.2', resource_changes: changes, configuration: { root_module: root }, ...rest };
}
const edited = <T extends { change: object }>(item: T, change: object, rest: object = {}) => ({
  ...item,
  ...rest,
  change: { ...item.change, ...change },
});
const refusalOf = (json: unknown, resources: readonly PlannedResource[] = [group, alarm, gone]): string => {
  try {
    checkPlan(json, resources);
  } catch (error) {
    expect(error).toMatchObject({ code: 'Terraform' });
    return String(error);
  }
  throw new Error('the plan was not refused');
};

describe('a saved Terraform plan', () => {
  test('is taken when it holds the changes and nothing else', () => {
    checkPlan(shown([created, adopted, removed]), [group, alarm, gone]);
  });

  test('may find done what an interrupted run has done, and gone what was to go', () => {
    const done = [
      edited(created, { actions: ['no-op'], before: created.change.after }),
      edited(adopted, { actions: ['no-op'] }),
    ];
    checkPlan(shown(done), [group, alarm, gone]);
  });

  test('reads a policy as JSON and a block as the list of one that Terraform makes of it', () => {
    const resource = (policy: string, block: Json): PlannedResource => ({
      ...group,
      after: { policy, metric_transformation: block },
    });
    const policy = '{"Statement":[],"Version":"2012-10-17"}';
    const change = edited(created, {
      after: {
        policy,
        metric_transformation: [{ name: 'm', unit: 'None' }],
      },
    });
    checkPlan(shown([change]), [resource('{"Version":"2012-10-17", "Statement":[]}', { name: 'm' })]);
    expect(refusalOf(shown([change]), [resource('{"Version":"2008-10-17"}', { name: 'm' })])).toContain(
      'policy would be',
    );
    expect(refusalOf(shown([change]), [resource(policy, { name: 'n' })])).toContain('metric_transformation');
  });

  const stranger = { address: 'aws_iam_user.ada', change: { actions: ['delete'], before: {}, after: null } };
  test.each<[string, unknown, string]>([
    [
      'a deletion of something else',
      shown([created, adopted, stranger]),
      'would delete aws_iam_user.ada, which no change asks for',
    ],
    [
      'a replacement',
      shown([edited(created, { actions: ['delete', 'create'] }), adopted]),
      'would delete and create aws_iam_group.g',
    ],
    [
      'a creation of what exists',
      shown([created, edited(adopted, { actions: ['create'] })]),
      'would create aws_cloudwatch_metric_alarm.a',
    ],
    [
      'an update of what is new',
      shown([edited(created, { actions: ['update'] }), adopted]),
      'where the change asks to create it',
    ],
    [
      'a deletion of what was taken over',
      shown([created, edited(adopted, { actions: ['delete'] })]),
      'would delete aws_cloudwatch_metric_alarm.a',
    ],
    [
      'keeping what is to go',
      shown([created, adopted, edited(removed, { actions: ['no-op'] })]),
      'would keep aws_iam_group.old',
    ],
    ['the import of another', shown([created, edited(adopted, { importing: { id: 'b' } })]), 'would take over b'],
    [
      'another value',
      shown([edited(created, { after: { name: 'g', path: '/x/' } }), adopted]),
      'path would be "/x/" and not "/"',
    ],
    [
      'a value that it does not know yet',
      shown([edited(created, { after: { path: '/' } }), adopted]),
      'name would be unset',
    ],
    [
      'an update besides the wanted one',
      shown([created, edited(adopted, { after: { ...adopted.change.after, ok_actions: [] } })]),
      'ok_actions would go from ["arn:z"] to [], which no change asks for',
    ],
    [
      'an update from another value than was planned from',
      shown([created, edited(adopted, { before: { ...adopted.change.before, alarm_actions: ['arn:q'] } })]),
      'alarm_actions is ["arn:q"] in the account and not []',
    ],
    ['leaving one out', shown([adopted]), 'leaves out aws_iam_group.g'],
    ['a move', shown([{ ...created, previous_address: 'aws_iam_group.h' }, adopted]), 'which no change asks for'],
    ['an output', shown([created, adopted], { output_changes: { secret: {} } }), 'writes the output secret'],
    ['a module', shown([created, adopted], {}, { module_calls: { evil: {} } }), 'calls the module evil'],
    [
      'a program',
      shown([created, adopted], {}, { resources: [{ address: group.address, provisioners: [{}] }] }),
      'aws_iam_group.g runs a program',
    ],
    [
      'an attribute that the stack does not set',
      shown([created, adopted], {}, { resources: [{ address: group.address, expressions: { name: {}, tags: {} } }] }),
      'aws_iam_group.g sets tags',
    ],
    ['a plan that broke off', shown([created, adopted], { errored: true }), 'was not made to its end'],
    ['a format of the future', { ...Object(shown([])), format_version: '2.0' }, 'cannot be read: format_version'],
  ])('is refused for %s', (_, json, reason) => {
    expect(refusalOf(json)).toContain(reason);
  });
});
