import { expect, test } from 'vitest';
import sshKeyRotation from '../../../../remediations/aws/ssh-keys/ssh-key-rotation.ts';
import { defaultBaseline } from '../../../../src/engine/baseline.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const aged = (ageDays: number, active = true) =>
  account().user('linus', (user) => user.sshKey({ id: 'APKAONE', ageDays, active }));
const found = (discriminator = 'APKAONE') => ({ resource: 'linus', reason: 'old', discriminator });

testRemediation(sshKeyRotation, {
  compliant: {
    'no SSH key': account(),
    'a key of 30 days': aged(30),
    'an old key that is deactivated': aged(400, false),
  },
  violating: {
    'a key of 31 days': { given: aged(31), expect: [found()] },
    'a key of 91 days': { given: aged(91), expect: [found()] },
    'two of three keys': {
      given: aged(400).user('linus', (user) =>
        user.sshKey({ id: 'APKATWO', ageDays: 46 }).sshKey({ id: 'APKATHREE', ageDays: 3 }),
      ),
      expect: [found(), found('APKATWO')],
    },
  },
});

test.each([
  [30, undefined],
  [31, 'low'],
  [90, 'low'],
  [91, 'medium'],
])('a key of %s days is a finding of severity %s', (age, severity) => {
  const given = aged(age);
  const [failed] = evaluate([sshKeyRotation], given.build(), defaultBaseline, given.now).filter(
    ({ status }) => status === 'fail',
  );
  expect(failed?.severity).toBe(severity);
});

test('a key is retired in phases: off at once, gone after the days of grace', () => {
  const [proposal] = proposalsOf(sshKeyRotation, 'retire-ssh-key', aged(400), { graceDays: 3 });
  if (proposal === undefined || !('changes' in proposal)) throw new Error('nothing is proposed');
  const [off, gone] = proposal.changes;
  expect(proposal.changes.map(({ title }) => title)).toEqual([
    'Deactivate SSH key APKAONE of linus',
    'Delete SSH key APKAONE of linus',
  ]);
  expect(gone?.gate).toEqual({ after: off?.id, days: 3 });
  expect(gone?.dependsOn).toEqual([off?.id]);
});
