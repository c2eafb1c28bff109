import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/engine/change.ts';
import { toWaves } from '../../src/engine/order.ts';
import { account } from '../../src/providers/aws/model/builder.ts';
import { planFor } from './runs.ts';

const reports = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::reports/*' }],
};

describe('a plan for findings whose remedies meet', () => {
  test('does not take away what another of its changes needs', () => {
    const builder = account();
    const snapshot = builder
      .policy('shelved', reports)
      .role('reporter', (role) => role.inline.push({ name: 'work', document: JSON.stringify(reports) }))
      .build();
    const alone = planFor(snapshot, ['policy-unused']);
    expect(alone.changes.map(({ title }) => title)).toEqual(['Delete policy shelved']);

    const both = planFor(snapshot, ['policy-unused', 'role-inline-policies']);
    expect(both.changes.map(({ title }) => title)).toEqual([
      'Attach policy shelved to role reporter',
      'Delete inline policy work of role reporter',
    ]);
    expect(both.unplanned).toEqual([
      {
        fingerprint: alone.findings[0]?.fingerprint,
        reason: '"Delete policy shelved" would take away what "Attach policy shelved to role reporter" needs',
      },
    ]);
  });
});

describe('changes that wait for one another', () => {
  const change = (id: string, ...dependsOn: string[]) => ({ id, dependsOn, via: 'api' }) as unknown as Change;

  test('are told by one that is in the circle, not by one that only waits for it', () => {
    const waiting = [change('last', 'b'), change('a', 'b'), change('free'), change('b', 'a')];
    expect(toWaves(waiting)).toEqual({ circular: expect.objectContaining({ id: expect.stringMatching(/^[ab]$/) }) });
  });

  test('go in waves where there is no circle', () => {
    expect(toWaves([change('b', 'a'), change('a'), change('c', 'b', 'elsewhere')])).toEqual({
      waves: [
        { via: 'api', changes: ['a'] },
        { via: 'api', changes: ['b'] },
        { via: 'api', changes: ['c'] },
      ],
    });
  });
});
