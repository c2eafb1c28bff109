import { afterAll, beforeAll, expect, test } from 'vitest';
import { stable } from '../../../../src/engine/change.ts';
import { readable } from '../../../../src/engine/snapshot.ts';
import { openLive } from '../../../../src/providers/aws/live.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import * as attachments from '../../../../src/providers/aws/operations/attachments.ts';
import { createGroup, deleteGroup } from '../../../../src/providers/aws/operations/groups.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import * as inline from '../../../../src/providers/aws/operations/inline-policies.ts';
import { addUserToGroup, removeUserFromGroup } from '../../../../src/providers/aws/operations/memberships.ts';
import { createPolicy, deletePolicy } from '../../../../src/providers/aws/operations/policies.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';
import { expectModelEqualsEndpoint } from '../../../support/operation-endpoint.ts';
import { write } from '../../../support/operation-laws.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

// The per cent sign and the variable must survive the URL encoding of documents.
// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM, not of JavaScript
const own = 'arn:aws:s3:::b/${aws:username}/100%25/*';
const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: own };
const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2);
const arnOf = (name: string) => `arn:aws:iam::111122223333:policy/${name}`;
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';

test('a group is made, filled, emptied and deleted', () =>
  expectModelEqualsEndpoint(moto, account().build(), [
    write(createGroup, { group: 'readers' }, { path: '/teams/' }),
    write(createPolicy, { arn: arnOf('read') }, { name: 'read', path: '/', description: 'Reads', document }),
    write(attachments.attachGroupPolicy, { group: 'readers', policyArn: arnOf('read') }, {}),
    write(attachments.attachGroupPolicy, { group: 'engineers', policyArn: arnOf('read') }, {}),
    write(inline.putGroupPolicy, { group: 'readers', name: 'own' }, { document }),
    write(addUserToGroup, { group: 'readers', user: 'ada' }, {}),
    write(removeUserFromGroup, { group: 'administrators', user: 'grace' }, null),
    write(attachments.detachGroupPolicy, { group: 'administrators', policyArn: administrator }, null),
    write(inline.deleteGroupPolicy, { group: 'readers', name: 'own' }, null),
  ]));

test('policies of users and roles come and go', () =>
  expectModelEqualsEndpoint(
    moto,
    account()
      .user('joan', (user) =>
        user.inline('own', { Version: '2012-10-17', Statement: [statement] }).attach(administrator),
      )
      .role('deployer', (role) => role.attached.push(arnOf('engineering')))
      .build(),
    [
      write(inline.putUserPolicy, { user: 'joan', name: 'own' }, { document }),
      write(inline.putUserPolicy, { user: 'joan', name: 'more' }, { document }),
      write(inline.deleteUserPolicy, { user: 'joan', name: 'own' }, null),
      write(attachments.detachUserPolicy, { user: 'joan', policyArn: administrator }, null),
      write(attachments.attachUserPolicy, { user: 'joan', policyArn: arnOf('engineering') }, {}),
      write(attachments.detachRolePolicy, { role: 'deployer', policyArn: arnOf('engineering') }, null),
      write(attachments.attachRolePolicy, { role: 'deployer', policyArn: administrator }, {}),
      write(inline.putRolePolicy, { role: 'deployer', name: 'own' }, { document }),
      write(inline.putRolePolicy, { role: 'deployer', name: 'other' }, { document }),
      write(inline.deleteRolePolicy, { role: 'deployer', name: 'own' }, null),
    ],
  ));

test('a deleted group and a deleted policy come back, the policy with its versions', () => {
  const given = account()
    .group('empty')
    .policy('spare', { Version: '2012-10-17', Statement: [statement] })
    .build();
  const spare = readable(given, 'authorization-details')?.policies.find(({ name }) => name === 'spare');
  spare?.versions.push({ id: 'v2', document, isDefault: false, createdAt: spare.createdAt });
  return expectModelEqualsEndpoint(moto, given, [
    write(deleteGroup, { group: 'empty' }, null),
    write(deletePolicy, { arn: arnOf('spare') }, null),
  ]);
});

test('what changes rest on is observed as it is collected', async () => {
  const given = account()
    .group('engineers', (group) => group.inline.push({ name: 'own', document }))
    .role('deployer')
    .build();
  await moto.reset();
  await moto.seed(given);
  const live = openLive({ maxAttempts: 1 });
  const absentee = { user: 'x', role: 'x', group: 'x', arn: arnOf('x') };
  for (const [type, address] of [
    ['iam-user', { user: 'ada' }],
    ['iam-role', { role: 'deployer' }],
    ['iam-group-grants', { group: 'engineers' }],
    ['iam-policy', { arn: administrator }],
  ] as const) {
    const resource = operations.resource(type);
    const expected = stable(resource, resource.read(given, address));
    expect(expected).not.toBeNull();
    expect(stable(resource, await resource.observe(live, address))).toEqual(expected);
    expect(await resource.observe(live, absentee)).toBeNull();
  }
});
