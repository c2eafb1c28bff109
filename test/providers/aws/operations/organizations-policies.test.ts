import { expect, test } from 'vitest';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../../../src/providers/aws/model/collections.ts';
import type { Organization } from '../../../../src/providers/aws/model/organization.ts';
import {
  attachScp,
  createScp,
  deleteScp,
  detachScp,
  organizationsPolicyOperations,
} from '../../../../src/providers/aws/operations/organizations-policies.ts';
import { managingAccount, root, unit } from '../../../support/governed-account.ts';
import { changeOf, refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

const wanted = { description: 'Nobody leaves', document: '{"Statement":[],"Version":"2012-10-17"}' };
/** A random account, at the head of the organization that the other one heads. */
const headed = (snapshot: AwsSnapshot): AwsSnapshot => {
  const { organization } = managingAccount().build().collections;
  return { ...snapshot, collections: { ...snapshot.collections, organization } };
};

testOperationLaws(
  organizationsPolicyOperations,
  () => [
    write(createScp, { name: 'deny-leaving' }, wanted),
    write(createScp, { name: 'regions' }, wanted),
    write(deleteScp, { name: 'spare' }, null),
    write(deleteScp, { name: 'regions' }, null),
    write(attachScp, { policy: 'spare', target: root }, {}),
    write(attachScp, { policy: 'spare', target: unit.target }, {}),
    write(detachScp, { policy: 'regions', target: root }, null),
    write(detachScp, { policy: 'regions', target: unit.target }, null),
  ],
  headed,
);

const refused = (organization: Partial<Organization>, tried: Parameters<typeof refusalOf>[1]) =>
  refusalOf(managingAccount().organization(organization).build(), tried);
const attached = (...ids: readonly string[]) => ({
  serviceControlPolicies: {
    status: 'read' as const,
    data: ids.map((id) => ({ id, name: id, awsManaged: false, target: root, targetType: 'root' as const })),
  },
});

test.each([
  ['a name twice', {}, write(createScp, { name: 'regions' }, wanted), 'regions already'],
  ['the end of one in force', {}, write(deleteScp, { name: 'regions' }, null), 'is attached to ou-'],
  ['what is not there', {}, write(attachScp, { policy: 'gone', target: root }, {}), 'there is no service control'],
  ['one on the same root twice', {}, write(attachScp, { policy: 'regions', target: root }, {}), 'attached to r-ab12'],
  ['a root that takes none', attached(), write(attachScp, { policy: 'spare', target: root }, {}), 'not switched on'],
  [
    'a root without any',
    attached('p-regions01'),
    write(detachScp, { policy: 'regions', target: root }, null),
    'the last policy on r-ab12',
  ],
  ['members writing', { managementAccountId: '999988887777' }, write(createScp, { name: 'x' }, wanted), 'management'],
] as const)('AWS does not take %s', (_, organization, tried, reason) => {
  expect(refused(organization, tried)).toContain(reason);
});

test('who is bound is told where a policy is attached', () => {
  const titleOf = (target: string) =>
    changeOf(managingAccount().build(), write(attachScp, { policy: 'spare', target }, {}))?.title;
  expect(titleOf(root)).toMatch(/binds every member account$/);
  expect(titleOf(unit.target)).toBe(
    `Attach service control policy spare to unit ${unit.target}, which binds the accounts below it`,
  );
  expect(titleOf('444455556666')).toMatch(/binds that account$/);
});

test('the command names the policy by its id, and by a place for it where AWS has not given one yet', () => {
  const detach = write(detachScp, { policy: 'regions', target: root }, null);
  expect(changeOf(managingAccount().build(), detach)?.command).toContain('p-regions01');
  const attach = write(attachScp, { policy: 'spare', target: root }, {});
  expect(changeOf(managingAccount().build(), attach)?.command).toContain('ID-OF-spare');
});

test('a member account is told nothing of them', () => {
  expect(changeOf(account().build(), write(deleteScp, { name: 'guardrails' }, null))).toBeUndefined();
});
