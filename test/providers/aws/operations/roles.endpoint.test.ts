import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLive } from '../../../../src/providers/aws/live.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import * as profiles from '../../../../src/providers/aws/operations/instance-profiles.ts';
import { updateRole } from '../../../../src/providers/aws/operations/role-sessions.ts';
import { updateAssumeRolePolicy } from '../../../../src/providers/aws/operations/role-trust.ts';
import { createRole, deleteRole } from '../../../../src/providers/aws/operations/roles.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';
import { expectModelEqualsEndpoint } from '../../../support/operation-endpoint.ts';
import { write } from '../../../support/operation-laws.ts';
import { trustOf } from '../../../support/trust.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

const trust = JSON.stringify(JSON.parse(trustOf({ Service: 'ec2.amazonaws.com' })), null, 2);
const shopProfile = { name: 'shop', arn: 'arn:aws:iam::111122223333:instance-profile/fleet/shop' };

test('roles are made, opened to others, shortened and deleted', () =>
  expectModelEqualsEndpoint(
    moto,
    account()
      .role('old', (role) => {
        role.path = '/jobs/';
        role.description = 'Did much';
        role.tags = { team: 'a' };
        role.lastUsed = null;
      })
      .role('night', (role) => Object.assign(role, { maxSessionSeconds: 43_200, description: 'Runs at night' }))
      .build(),
    [
      write(createRole, { role: 'new' }, { path: '/jobs/', trust, tags: { team: 'b' }, maxSessionSeconds: 7200 }),
      write(createRole, { role: 'plain' }, { path: '/', trust, description: 'Does little' }),
      write(updateAssumeRolePolicy, { role: 'night' }, { document: trust }),
      write(updateRole, { role: 'night' }, { maxSessionSeconds: 3600 }),
      write(deleteRole, { role: 'old' }, null),
    ],
  ));

test('a look at how long sessions last tells whom the role trusts, which Terraform must state to put it back', async () => {
  const snapshot = account().role('night').build();
  await moto.reset();
  await moto.seed(snapshot);
  const { resource } = updateRole;
  expect(await resource.observe(openLive(), { role: 'night' })).toEqual(resource.read(snapshot, { role: 'night' }));
});

test('instance profiles are made, filled, emptied and deleted', () =>
  expectModelEqualsEndpoint(
    moto,
    account()
      .role('shop', (role) => role.instanceProfiles.push({ ...shopProfile, createdAt: account().daysAgo(100) }))
      .role('other')
      .emptyProfile('spare')
      .build(),
    [
      write(profiles.createInstanceProfile, { name: 'made' }, { path: '/fleet/' }),
      write(profiles.addRoleToInstanceProfile, { profile: 'made', role: 'other' }, {}),
      write(profiles.removeRoleFromInstanceProfile, { profile: 'shop', role: 'shop' }, null),
      write(profiles.deleteInstanceProfile, { name: 'shop' }, null),
      write(profiles.deleteInstanceProfile, { name: 'spare' }, null),
    ],
  ));
