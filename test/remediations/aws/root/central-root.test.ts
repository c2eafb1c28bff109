import { expect, test } from 'vitest';
import rootAccessKeys from '../../../../remediations/aws/root/root-access-keys.ts';
import rootSigningCertificates from '../../../../remediations/aws/root/root-signing-certificates.ts';
import { recommendedRemedy } from '../../../../src/engine/assemble.ts';
import { defaultBaseline } from '../../../../src/engine/baseline.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { type AccountBuilder, account, builtAt } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsControl } from '../../../../src/providers/aws/model/control.ts';
import type { Organization } from '../../../../src/providers/aws/model/organization.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const management = '999988887777';
const central: Organization['rootFeatures'] = {
  status: 'read',
  data: { credentialsManagement: true, sessions: false },
};
const summary = { AccountAccessKeysPresent: 1, AccountSigningCertificatesPresent: 1 };
const member = (rootFeatures: Organization['rootFeatures'] = central, partition = 'aws') =>
  account(builtAt, partition).root({ summary }).organization({ managementAccountId: management, rootFeatures });

function recommended(control: AwsControl, given: AccountBuilder): string | undefined {
  const snapshot = given.build();
  const [finding] = evaluate([control], snapshot, defaultBaseline, given.now);
  return finding && recommendedRemedy(control, finding, snapshot)?.id;
}

test.each<[string, AccountBuilder, string]>([
  ['a member of an organization with central root access', member(), 'delete-centrally'],
  [
    'a member of one without',
    member({ status: 'read', data: { credentialsManagement: false, sessions: true } }),
    'delete-by-hand',
  ],
  ['a member that is not told', member({ status: 'unreadable', cause: 'denied', reason: 'denied' }), 'delete-by-hand'],
  [
    'the management account itself',
    account().root({ summary }).organization({ managementAccountId: '111122223333', rootFeatures: central }),
    'delete-by-hand',
  ],
  ['an account in no organization', account().root({ summary }).organization(null), 'delete-by-hand'],
  ['an account whose organization was not read', member().unreadable('organization'), 'delete-by-hand'],
])('%s', (_, given, remedy) => {
  for (const control of [rootAccessKeys, rootSigningCertificates]) expect(recommended(control, given)).toBe(remedy);
});

test.each([
  [rootAccessKeys, 'aws', 'us-east-1', 'aws iam delete-access-key --access-key-id ID'],
  [rootSigningCertificates, 'aws-us-gov', 'us-gov-west-1', 'aws iam delete-signing-certificate --certificate-id ID'],
])('the guide opens a session by a regional endpoint and deletes: %#', (control, partition, region, remove) => {
  const [proposal] = proposalsOf(control, 'delete-centrally', member(central, partition));
  const steps = proposal !== undefined && 'guide' in proposal ? proposal.guide.steps.join('\n') : '';
  expect(steps).toContain(`account ${management}`);
  expect(steps).toContain(
    `aws sts assume-root --region ${region} --target-principal 111122223333 --task-policy-arn arn=arn:${partition}:iam::aws:policy/root-task/IAMDeleteRootUserCredentials`,
  );
  expect(steps).toContain(remove);
});
