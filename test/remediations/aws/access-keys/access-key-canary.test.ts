import { describe, expect, test } from 'vitest';
import accessKeyCanary from '../../../../remediations/aws/access-keys/access-key-canary.ts';
import type { KeyOptions } from '../../../../src/providers/aws/model/build-user.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const id = 'AKIACANARY';
const canaries = { controls: { 'access-key-canary': { canaryKeys: [id] } } };

/** The boring account with the canary's user: a key that was never used, and no alarm on it. */
const planted = (options: KeyOptions = {}) =>
  account().user('canary', (user) => user.noPassword().key({ id, ageDays: 200, usedDaysAgo: 'never', ...options }));

/** The same with a filter and an alarm on the key, beside those of the boring account. */
const watched = (options: KeyOptions = {}, pattern = `{ $.userIdentity.accessKeyId = "${id}" }`) =>
  planted(options).monitoring((monitoring) => {
    const [filter] = monitoring['metric-filters'];
    const [alarm] = monitoring.alarms;
    if (filter === undefined || alarm === undefined) throw new Error('the boring account has filters and alarms');
    monitoring['metric-filters'] = [{ ...filter, name: 'canary', metric: 'canary', pattern }];
    monitoring.alarms = [{ ...alarm, name: 'canary', metric: 'canary' }];
  });

const call = { id: 'e1', name: 'ListBuckets', source: 's3.amazonaws.com', resources: [], accessKey: id };
const at = (days: number) => account().daysAgo(days);
const found = (reason: string, discriminator: string) => ({ resource: 'canary', reason, discriminator });
const use = (reason: string) => found(reason, id);
const alarm = (reason: string) => found(reason, `${id} alarm`);

testRemediation(accessKeyCanary, {
  baseline: { ...canaries, alarmEmails: ['security@example.com'] },
  compliant: {
    'a key that was never used, with its alarm': watched(),
    'calls with another key': watched().events([{ ...call, accessKey: 'AKIAOTHER', at: at(1) }]),
    'an alarm on more than the key': watched({}, `{ $.userIdentity.accessKeyId = "AKIA*" }`),
  },
  violating: {
    'a key that was used years ago': { given: watched({ usedDaysAgo: 700 }), expect: [use('used')] },
    'a use that only CloudTrail shows yet': {
      given: watched().events([
        { ...call, at: at(2), sourceIp: '198.51.100.7' },
        { ...call, id: 'e2', at: at(1) },
      ]),
      expect: [use('seen')],
    },
    'no alarm': { given: planted(), expect: [alarm('unwatched')] },
    'an alarm on another key': {
      given: watched({}, '{ $.userIdentity.accessKeyId = "AKIAOTHER" }'),
      expect: [alarm('unwatched')],
    },
    'an alarm on some of the calls alone': {
      given: watched({}, `{ $.userIdentity.accessKeyId = "${id}" && $.errorCode = "AccessDenied" }`),
      expect: [alarm('unwatched')],
    },
    'no trail': {
      given: watched().monitoring((monitoring) => {
        monitoring.trails = [];
      }),
      expect: [alarm('unwatched')],
    },
    'a key that is deactivated, and was used': {
      given: watched({ active: false, usedDaysAgo: 1 }),
      expect: [use('used'), alarm('dead')],
    },
  },
  notApplicable: {
    'a list that nobody has set': {
      given: planted({ usedDaysAgo: 1 }),
      expect: [{ resource: '111122223333', reason: 'unset' }],
      baseline: {},
    },
  },
  unknown: {
    'a key that the account does not have': {
      given: account(),
      expect: [{ resource: '111122223333', reason: 'missing', discriminator: id }],
    },
    'nobody knows when the key was used': { given: watched({ usedDaysAgo: 'unknown' }), expect: [use('untold')] },
    'a log group in another account': {
      given: watched().monitoring((monitoring) => {
        const logGroupArn = 'arn:aws:logs:us-east-1:999988887777:log-group:all';
        monitoring.trails = monitoring.trails.map((trail) => ({ ...trail, logGroupArn }));
      }),
      expect: [alarm('elsewhere')],
    },
  },
});

describe('what is proposed', () => {
  const propose = (remedy: string, given: AccountBuilder) =>
    JSON.stringify(proposalsOf(accessKeyCanary, remedy, given, { canaryKeys: [id] }));

  test('a filter on the key alone, under a name of its own', () => {
    const [proposal] = proposalsOf(
      accessKeyCanary,
      'complete-alarm-chain',
      planted().monitoring((monitoring) => {
        for (const topic of monitoring.sns) topic.name = 'remediate-alarms';
        for (const topic of monitoring.sns) topic.arn = 'arn:aws:sns:us-east-1:111122223333:remediate-alarms';
      }),
      { canaryKeys: [id] },
    );
    const changes = proposal !== undefined && 'changes' in proposal ? proposal.changes : [];
    expect(changes.map(({ operation, resource, to }) => [operation, resource.address['name'], to])).toMatchObject([
      ['logs:PutMetricFilter', `canary-${id}`, { pattern: `{ $.userIdentity.accessKeyId = "${id}" }` }],
      ['cloudwatch:PutMetricAlarm', `canary-${id}`, { metric: `canary-${id}` }],
    ]);
  });

  test('an incident is answered by people, who are told where to look', () => {
    expect(propose('answer-incident', watched({ usedDaysAgo: 1 }))).toContain(`AttributeValue=${id}`);
  });

  test('a key that is deactivated and a trail that is missing are two different things to do', () => {
    expect(propose('make-heard', watched({ active: false }))).toContain('--status Active');
    const trailless = watched().monitoring((monitoring) => {
      monitoring.trails = [];
    });
    expect(propose('make-heard', trailless)).toContain('Set up a trail');
  });
});
