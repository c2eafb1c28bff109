import { describe, expect, test } from 'vitest';
import {
  quarantinedSince,
  quarantineStanding,
  roleQuarantine,
  userQuarantine,
} from '../../../../src/providers/aws/policy/quarantine.ts';
import { validateDocument } from '../../../../src/providers/aws/policy/validate.ts';

const now = new Date('2026-11-22T23:59:59Z');

describe('a quarantine', () => {
  test('is recognised with its day, however AWS writes the document', () => {
    expect(quarantinedSince(userQuarantine(now))).toBe('2026-11-22');
    expect(quarantinedSince(roleQuarantine(now))).toBe('2026-11-22');
    expect(quarantinedSince(JSON.stringify(JSON.parse(roleQuarantine(now))))).toBe('2026-11-22');
    expect(quarantinedSince(encodeURIComponent(userQuarantine(now)))).toBe('2026-11-22');
  });

  test.each([
    ['denies less', { Statement: [{ Sid: 'QuarantinedOn20261122', Effect: 'Deny', Action: 's3:*', Resource: '*' }] }],
    [
      'denies only under a condition',
      {
        Statement: [
          {
            Sid: 'QuarantinedOn20261122',
            Effect: 'Deny',
            Action: '*',
            Resource: '*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    ],
    ['allows', { Statement: [{ Sid: 'QuarantinedOn20261122', Effect: 'Allow', Action: '*', Resource: '*' }] }],
    ['has no day', { Statement: [{ Sid: 'Quarantined', Effect: 'Deny', Action: '*', Resource: '*' }] }],
    [
      'names no real day',
      { Statement: [{ Sid: 'QuarantinedOn20260230', Effect: 'Deny', Action: '*', Resource: '*' }] },
    ],
    ['names no day', { Statement: [{ Sid: 'QuarantinedOn20269999', Effect: 'Deny', Action: '*', Resource: '*' }] }],
  ])('is not a document that %s', (_, document) => {
    expect(quarantinedSince(JSON.stringify({ Version: '2012-10-17', ...document }))).toBeUndefined();
  });

  test('is not a quarantine beside a statement that allows', () => {
    const { Statement } = JSON.parse(userQuarantine(now)) as { Statement: object[] };
    const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
    const text = JSON.stringify({ Version: '2012-10-17', Statement: [...Statement, allow] });
    expect(quarantinedSince(text)).toBeUndefined();
    expect(quarantinedSince('nonsense')).toBeUndefined();
  });

  test.each([
    ['2026-11-22T00:00:00Z', { days: 0, until: '2026-12-22', overdue: false }],
    ['2026-12-21T23:59:59Z', { days: 29, until: '2026-12-22', overdue: false }],
    ['2026-12-22T00:00:00Z', { days: 30, until: '2026-12-22', overdue: true }],
  ])('at %s stands as its days of grace say', (at, standing) => {
    expect(quarantineStanding('2026-11-22', 30, new Date(at))).toEqual(standing);
  });

  test('is written as AWS accepts it', () => {
    expect(validateDocument(userQuarantine(now), 'identity')).toEqual([]);
    expect(validateDocument(roleQuarantine(now), 'trust')).toEqual([]);
  });
});
