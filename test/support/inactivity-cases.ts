import type { ServiceUses } from '../../src/providers/aws/model/build-governance.ts';
import { type AccountBuilder, account } from '../../src/providers/aws/model/builder.ts';
import type { AwsControl } from '../../src/providers/aws/model/control.ts';
import { servicePrefixes } from '../../src/providers/aws/policy/action-catalogue.ts';
import { testRemediation } from './harness.ts';
import { allow, ownArn } from './policy-documents.ts';

/** Holds the control of unused services to what must be true of users and roles alike. */
export function testInactivity(control: AwsControl, kind: 'user' | 'role'): void {
  /** Somebody with a policy of all the services that IAM tells of. */
  const given = (services: ServiceUses | null, createdDaysAgo = 200): AccountBuilder => {
    const actions = Object.keys(services ?? { s3: 1 }).map((service) => `${service}:*`);
    const built = account().policy(
      'work',
      allow(actions.length === 0 ? ['s3:GetObject'] : actions, 'arn:aws:s3:::work'),
    );
    const somebody =
      kind === 'user'
        ? built.user('joan', (user) => user.noGroups().attach(ownArn('work')).createdDaysAgo(createdDaysAgo))
        : built.role('joan', (role) => {
            role.attached.push(ownArn('work'));
            role.createdAt = account().daysAgo(createdDaysAgo);
          });
    return somebody.lastAccessed(kind, 'joan', services);
  };
  const lost = (built: AccountBuilder) =>
    kind === 'user'
      ? built.user('joan', (user) => user.attach(ownArn('lost')))
      : built.role('joan', (role) => role.attached.push(ownArn('lost')));
  const unused = [{ resource: 'joan', reason: 'unused' }];
  const untold = [{ resource: 'joan', reason: 'untold' }];

  testRemediation(control, {
    compliant: {
      'everything that is granted is used': given({ s3: 1, sqs: 30 }),
      'used on the last day of the window': given({ s3: 90.9 }),
      'made no longer ago than the window, and used little': given({ s3: 'never' }, 90),
      'granted nothing that IAM counts': given({}),
      'no longer granted, though IAM still tells of it': given({ s3: 1 }).lastAccessed(kind, 'joan', {
        s3: 1,
        sqs: 'never',
      }),
    },
    violating: {
      'a service a day past the window': { given: given({ s3: 1, sqs: 91 }), expect: unused },
      'a service never used, by one a day older than the window': {
        given: given({ s3: 1, sqs: 'never' }, 91),
        expect: unused,
      },
      'more services than a message names': {
        given: given(
          Object.fromEntries([...servicePrefixes('all')].slice(0, 40).map((one) => [one, 'never' as const])),
        ),
        expect: unused,
      },
      'in a policy that the evidence lacks': {
        given: lost(given({ s3: 1 })).lastAccessed(kind, 'joan', { s3: 1, sqs: 'never' }),
        expect: unused,
      },
    },
    unknown: {
      'a report that IAM could not finish': { given: given(null), expect: untold },
    },
  });
}
