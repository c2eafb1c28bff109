import { expect, test } from 'vitest';
import rootAccessKeyRotation from '../../../../remediations/aws/root/root-access-key-rotation.ts';
import { emptySlot } from '../../../../src/providers/aws/model/build-user.ts';
import { account, builtAt } from '../../../../src/providers/aws/model/builder.ts';
import type { Moment, ReportRow } from '../../../../src/providers/aws/model/credential-report.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';
import { rootAgeCases } from '../../../support/root-age-cases.ts';

const { daysAgo } = account();
const key = (lastRotated: Moment, active = true) => ({ active, lastRotated, lastUsed: daysAgo(1) });
const family = rootAgeCases({
  renewed: (first = 'unknown') => ({ keys: [emptySlot, key(first)] }),
  none: { keys: [key(daysAgo(900), false), emptySlot] },
});
const given = (keys: ReportRow['keys']) => account().root({ row: { keys } });

testRemediation(rootAccessKeyRotation, {
  ...family,
  compliant: {
    ...family.compliant,
    'no key at all': account(),
    'an old key that is deactivated, beside a new one': given([key(daysAgo(900), false), key(daysAgo(3))]),
  },
  violating: {
    ...family.violating,
    'the older of two keys': {
      given: given([key(daysAgo(3)), key(daysAgo(91))]),
      expect: [{ resource: 'root', reason: 'old' }],
    },
    'an old key beside one of unknown age': {
      given: given([key('unknown'), key(daysAgo(91))]),
      expect: [{ resource: 'root', reason: 'old' }],
    },
  },
  unknown: {
    ...family.unknown,
    'a young key beside one of unknown age': {
      given: given([key('unknown'), key(daysAgo(3))]),
      expect: [{ resource: 'root', reason: 'untold' }],
    },
  },
});

test('the guide needs no console in GovCloud', () => {
  const told = (partition: string) => {
    const old = account(builtAt, partition).root({ row: { keys: [key(daysAgo(91)), emptySlot] } });
    return JSON.stringify(proposalsOf(rootAccessKeyRotation, 'rotate-by-hand', old));
  };
  expect(told('aws')).toContain('Sign in using root user email');
  expect(told('aws-us-gov')).not.toContain('Sign in');
  expect(told('aws-us-gov')).toContain('aws iam create-access-key --profile root');
});
