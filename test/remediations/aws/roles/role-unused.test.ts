import { describe, expect, test } from 'vitest';
import roleUnused from '../../../../remediations/aws/roles/role-unused.ts';
import { recommendedRemedy } from '../../../../src/engine/assemble.ts';
import { defaultBaseline } from '../../../../src/engine/baseline.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { roleQuarantine } from '../../../../src/providers/aws/policy/quarantine.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const given = () => account();
const { daysAgo } = account();
const quarantined = (days: number) =>
  given().role('build', (role) => {
    role.trust = roleQuarantine(new Date(daysAgo(days)));
    role.lastUsed = null;
  });

testRemediation(roleUnused, {
  compliant: {
    'a role that was used yesterday': given().role('build'),
    'one last used on the last day allowed': given().role('build', (role) => {
      role.lastUsed = { at: daysAgo(90.9) };
    }),
    'one that is as old as that and was never used': given().role('build', (role) => {
      role.createdAt = daysAgo(90);
      role.lastUsed = null;
    }),
    'one that was quarantined today': quarantined(0),
    'one that is in quarantine, on the last day of grace': quarantined(29),
    'roles of AWS that nobody can delete': given()
      .role('AWSServiceRoleForSupport', (role) => {
        role.path = '/aws-service-role/support.amazonaws.com/';
        role.lastUsed = null;
      })
      .role('AWSReservedSSO_Auditor_1a2b3c4d5e6f7a8b', (role) => {
        role.path = '/aws-reserved/sso.amazonaws.com/';
        role.lastUsed = { at: daysAgo(300) };
      }),
  },
  violating: {
    'a day more than allowed': {
      given: given().role('build', (role) => {
        role.lastUsed = { at: daysAgo(91), region: 'eu-west-1' };
      }),
      expect: [{ resource: 'build', reason: 'unused' }],
    },
    'never used, and old enough': {
      given: given().role('build', (role) => {
        role.createdAt = daysAgo(91);
        role.lastUsed = null;
      }),
      expect: [{ resource: 'build', reason: 'neverUsed' }],
    },
    'one that was quarantined as many days ago as it is given': {
      given: quarantined(30),
      expect: [{ resource: 'build', reason: 'overdue' }],
    },
    'one in quarantine that has policies, a boundary and an instance profile': {
      given: quarantined(100).role('build', (role) => {
        role.attached.push(given().policyArn('engineering'));
        role.inline.push({ name: 'own', document: '{"Version":"2012-10-17","Statement":[]}' });
        role.boundary = given().policyArn('engineering');
        role.instanceProfiles.push({
          name: 'build',
          arn: 'arn:aws:iam::111122223333:instance-profile/build',
          createdAt: daysAgo(10),
        });
      }),
      expect: [{ resource: 'build', reason: 'overdue' }],
    },
    'two of them, one under a path': {
      given: given()
        .role('build', (role) => {
          role.lastUsed = { at: daysAgo(200) };
        })
        .role('deploy', (role) => {
          role.path = '/service-role/';
          role.lastUsed = null;
        }),
      expect: [
        { resource: 'build', reason: 'unused' },
        { resource: 'deploy', reason: 'neverUsed' },
      ],
    },
  },
  unknown: {
    'an export that does not tell the last use': {
      given: given().role('build', (role) => {
        delete role.lastUsed;
      }),
      expect: [{ resource: 'build', reason: 'untold' }],
    },
  },
});

describe('a role is deleted only after a quarantine, and quarantined once', () => {
  const idle = given().role('build', (role) => {
    role.lastUsed = null;
  });
  test.each([
    ['delete-role', idle, 'role build is not in quarantine'],
    ['quarantine-role', quarantined(30), 'role build is in quarantine already'],
  ])('%s', (remedy, account, reason) => {
    expect(proposalsOf(roleUnused, remedy, account)).toEqual([
      expect.objectContaining({ blocked: expect.stringContaining(reason) }),
    ]);
  });

  test('what is recommended never deletes', () => {
    const recommended = (account: ReturnType<typeof given>) => {
      const snapshot = account.build();
      const findings = evaluate([roleUnused], snapshot, defaultBaseline, account.now);
      return findings
        .filter(({ status }) => status === 'fail')
        .map((finding) => recommendedRemedy(roleUnused, finding, snapshot)?.id);
    };
    expect(recommended(idle)).toEqual(['quarantine-role']);
    expect(recommended(quarantined(30))).toEqual(['decide-on-role']);
  });
});
