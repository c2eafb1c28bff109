import { afterAll, beforeAll, test } from 'vitest';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import {
  deleteAlternateContact,
  putAlternateContact,
} from '../../../../src/providers/aws/operations/alternate-contacts.ts';
import { createAnalyzer, deleteAnalyzer, updateFindings } from '../../../../src/providers/aws/operations/analyzers.ts';
import { createBudget, deleteBudget } from '../../../../src/providers/aws/operations/budgets.ts';
import { deleteConfigRule, putConfigRule } from '../../../../src/providers/aws/operations/config-rules.ts';
import {
  attachScp,
  createScp,
  deleteScp,
  detachScp,
} from '../../../../src/providers/aws/operations/organizations-policies.ts';
import { rotateSecret } from '../../../../src/providers/aws/operations/secret-rotation.ts';
import { managingAccount, root, unit } from '../../../support/governed-account.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';
import { expectModelEqualsEndpoint } from '../../../support/operation-endpoint.ts';
import { write } from '../../../support/operation-laws.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

const lena = { name: 'Lena', title: 'On duty', email: 'lena@example.com', phone: '+49 30 555 0100' };

test('contacts are named, changed, deleted and brought back', () =>
  expectModelEqualsEndpoint(moto, account().alternateContacts({ security: null }).build(), [
    write(putAlternateContact, { type: 'security' }, lena),
    write(putAlternateContact, { type: 'billing' }, lena),
    write(deleteAlternateContact, { type: 'operations' }, null),
  ]));

test('an analyzer is created, and a finding is archived and made active again', () => {
  const given = account()
    .accessAnalyzer((found) => {
      found.analyzers = found.analyzers.filter(({ region }) => region === 'us-east-1');
    })
    .analyzerFinding();
  const finding = {
    region: 'us-east-1',
    analyzer: account().analyzer().arn,
    id: 'f0000000-0000-4000-8000-000000000001',
  };
  return expectModelEqualsEndpoint(moto, given.build(), [
    write(createAnalyzer, { region: 'eu-west-1', name: 'external-access' }, { type: 'ACCOUNT' }),
    write(updateFindings, finding, null),
  ]);
});

test('an analyzer is deleted and brought back', () =>
  expectModelEqualsEndpoint(moto, account().build(), [
    write(deleteAnalyzer, { region: 'eu-west-1', name: 'external-access' }, null),
  ]));

test('budgets and rules are created, deleted and brought back', () => {
  const name = { account: '111122223333', name: 'new' };
  const limit = { amount: '500', unit: 'USD' };
  const rule = { owner: 'AWS', source: 'ACCESS_KEYS_ROTATED', parameters: { maxAccessKeyAge: '30' } };
  return expectModelEqualsEndpoint(moto, account().build(), [
    write(createBudget, name, { type: 'COST', timeUnit: 'MONTHLY', limit, emails: ['a@example.com'] }),
    write(deleteBudget, { ...name, name: 'monthly' }, null),
    write(putConfigRule, { region: 'us-east-1', name: 'keys' }, rule),
    write(deleteConfigRule, { region: 'eu-west-1', name: 'iam-password-policy' }, null),
  ]);
});

test('rotation is switched on by the function that stands, and off again', () => {
  const rotationFunction = 'arn:aws:lambda:us-east-1:111122223333:function:rotate';
  const given = account().secrets([
    { name: 'db', rotationFunction, everyDays: 30, lastRotatedAt: account().daysAgo(90) },
  ]);
  const id = given.arnIn('us-east-1', 'secretsmanager', 'secret:db-AbCdEf');
  const lastRotatedAt = new Date(Date.now() + 60_000).toISOString();
  const on = { enabled: true, function: rotationFunction, everyDays: 30, lastRotatedAt };
  return expectModelEqualsEndpoint(moto, given.build(), [write(rotateSecret, { region: 'us-east-1', id }, on)]);
});

test('service control policies are written, attached, detached, deleted and brought back', () => {
  const wanted = {
    description: 'Nobody leaves',
    document:
      '{"Statement":[{"Action":"organizations:LeaveOrganization","Effect":"Deny","Resource":"*"}],"Version":"2012-10-17"}',
  };
  return expectModelEqualsEndpoint(moto, managingAccount().build(), [
    write(createScp, { name: 'deny-leaving' }, wanted),
    // What stands on the root is sorted by ids, which the endpoint gives at random: that one has its own already.
    write(attachScp, { policy: 'deny-leaving', target: unit.target }, {}),
    write(attachScp, { policy: 'spare', target: root }, {}),
    write(detachScp, { policy: 'regions', target: unit.target }, null),
    write(detachScp, { policy: 'regions', target: root }, null),
    write(detachScp, { policy: 'spare', target: root }, null),
    write(deleteScp, { name: 'spare' }, null),
  ]);
});
