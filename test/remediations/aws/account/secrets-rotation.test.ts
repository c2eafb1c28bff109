import { expect, test } from 'vitest';
import secretsRotation from '../../../../remediations/aws/account/secrets-rotation.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { Secret } from '../../../../src/providers/aws/model/secrets.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const { daysAgo } = account();
const secret = (change: Partial<Secret>) =>
  account().secrets([{ name: 'db', rotationEnabled: true, everyDays: 30, lastRotatedAt: daysAgo(10), ...change }]);
/** On another schedule than a number of days. */
const { everyDays: _, ...onSchedule } = { everyDays: 30, name: 'db', rotationEnabled: true };
const scheduled = (change: Partial<Secret>) => account().secrets([{ ...onSchedule, ...change }]);
const is = (reason: string, given: ReturnType<typeof account>) => ({ given, expect: [{ resource: 'db', reason }] });

testRemediation(secretsRotation, {
  compliant: {
    'the boring account has none': account(),
    'rotated in time': secret({}),
    'due for almost a day': secret({ lastRotatedAt: daysAgo(30.99) }),
    'by rate': scheduled({ schedule: 'rate(10 days)', lastRotatedAt: daysAgo(10.9) }),
    'by hours': scheduled({ schedule: 'rate(12 hours)', lastRotatedAt: daysAgo(1.4) }),
    'by cron, as AWS has it planned': scheduled({
      schedule: 'cron(0 8 1 * ? *)',
      lastRotatedAt: daysAgo(28),
      nextRotationAt: daysAgo(-3),
    }),
    'the first rotation lies ahead': scheduled({ everyDays: 30, nextRotationAt: daysAgo(-20) }),
    'managed by RDS': secret({ owningService: 'rds' }),
  },
  violating: {
    'without rotation': is('off', secret({ rotationEnabled: false })),
    'made just now without rotation': is('off', account().secrets([{ name: 'db', createdAt: daysAgo(0) }])),
    'a day late': is('late', secret({ lastRotatedAt: daysAgo(31) })),
    'a day late by rate': is('late', scheduled({ schedule: 'rate(1 day)', lastRotatedAt: daysAgo(2) })),
    'a day late by cron': is('late', scheduled({ schedule: 'cron(0 8 1 * ? *)', nextRotationAt: daysAgo(1) })),
    'managed, and late all the same': is('late', secret({ owningService: 'rds', lastRotatedAt: daysAgo(40) })),
    'switched off, and its function stands': is(
      'off',
      secret({ rotationEnabled: false, rotationFunction: 'arn:aws:lambda:us-east-1:111122223333:function:rotate' }),
    ),
    'the primary of a replica': is('off', secret({ rotationEnabled: false, primaryRegion: 'us-east-1' })),
  },
  notApplicable: {
    'a replica': is('replica', secret({ rotationEnabled: false, primaryRegion: 'eu-west-1' })),
    'of a service that does not rotate': is('managed', secret({ rotationEnabled: false, owningService: 'appflow' })),
  },
  unknown: {
    'AWS tells no date': is('untold', scheduled({ schedule: 'cron(0 8 1 * ? *)' })),
    'a region that refuses': {
      given: account().coverage({ gaps: [{ region: 'me-south-1', reason: 'denied' }] }),
      expect: [{ resource: 'me-south-1', reason: 'unseen' }],
    },
  },
});

const rotation = 'arn:aws:lambda:us-east-1:111122223333:function:rotate';

test.each<[string, ReturnType<typeof account>, object]>([
  ['without a schedule', scheduled({ rotationEnabled: false, rotationFunction: rotation }), { everyDays: 60 }],
  ['with days from before', secret({ rotationEnabled: false, rotationFunction: rotation }), { everyDays: 30 }],
  [
    'with a schedule from before',
    scheduled({ rotationEnabled: false, rotationFunction: rotation, schedule: 'rate(7 days)', window: '3h' }),
    { schedule: 'rate(7 days)', window: '3h' },
  ],
])('a secret %s rotates by the function that stands', (_, given, rhythm) => {
  const [proposal] = proposalsOf(secretsRotation, 'switch-rotation-on', given, { everyDays: 60 });
  expect(proposal).toMatchObject({
    changes: [{ operation: 'secretsmanager:RotateSecret', to: { enabled: true, function: rotation, ...rhythm } }],
  });
});

test.each([
  ['no function stands', secret({ rotationEnabled: false }), 'write or choose one first'],
  ['the rotation fails', secret({ lastRotatedAt: daysAgo(40), rotationFunction: rotation }), 'find out why'],
])('nothing is rotated where %s', (_, given, reason) => {
  const [proposal] = proposalsOf(secretsRotation, 'switch-rotation-on', given, { everyDays: 60 });
  expect(proposal).toMatchObject({ blocked: expect.stringContaining(reason) });
});
