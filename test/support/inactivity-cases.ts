import type { ServiceUses } from '../../src/providers/aws/model/build-governance.ts';
import { type AccountBuilder, account } from '../../src/providers/aws/model/builder.ts';
import type { AwsControl } from '../../src/providers/aws/model/control.ts';
import { testRemediation } from './harness.ts';

/** Holds the control of unused services to what must be true of users and roles alike. */
export function testInactivity(control: AwsControl, kind: 'user' | 'role'): void {
  const engineering = 'arn:aws:iam::111122223333:policy/engineering';
  const someone = (createdDaysAgo = 200): AccountBuilder =>
    kind === 'user'
      ? account().user('joan', (user) => user.createdDaysAgo(createdDaysAgo))
      : account().role('joan', (role) => {
          role.attached.push(engineering);
          role.createdAt = account().daysAgo(createdDaysAgo);
        });
  const given = (services: ServiceUses | null, createdDaysAgo?: number) =>
    someone(createdDaysAgo).lastAccessed(kind, 'joan', services);
  const unused = [{ resource: 'joan', reason: 'unused' }];
  const untold = [{ resource: 'joan', reason: 'untold' }];

  testRemediation(control, {
    compliant: {
      'everything that is granted is used': given({ s3: 1, sqs: 30 }),
      'used on the last day of the window': given({ s3: 90.9 }),
      'made no longer ago than the window, and used little': given({ s3: 'never' }, 90),
      'granted nothing that IAM counts': given({}),
    },
    violating: {
      'a service a day past the window': { given: given({ s3: 1, sqs: 91 }), expect: unused },
      'a service never used, by one a day older than the window': {
        given: given({ s3: 1, sqs: 'never' }, 91),
        expect: unused,
      },
      'more services than a message names': {
        given: given(Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`service${at}`, 'never' as const]))),
        expect: unused,
      },
    },
    unknown: {
      'a report that IAM could not finish': { given: given(null), expect: untold },
    },
  });
}
