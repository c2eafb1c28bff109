import { Organizations } from '@aws-sdk/client-organizations';
import type { Scene } from './scene.ts';
import { accountId, functionImage, roleArn, trustingFunctions, type Violation } from './violation.ts';

const managementAccount = '999988887777';
const openBucket = 'arn:aws:s3:::example-shared';
const analyzer = `arn:aws:access-analyzer:us-east-1:${accountId}:analyzer/external-access`;
const finding = 'f0000000-0000-4000-8000-000000000001';

/** The account as a whole, and the services in it beside IAM. */
export const accountViolations: readonly Violation[] = [
  {
    finds: { 'access-analyzer-enabled': 'eu-west-1' },
    plant: ({ analyzersOfEurope }) => analyzersOfEurope.deleteAnalyzer({ analyzerName: 'external-access' }),
    mend: ({ analyzersOfEurope }) =>
      analyzersOfEurope.createAnalyzer({ analyzerName: 'external-access', type: 'ACCOUNT' }),
  },
  {
    finds: { 'access-analyzer-findings': openBucket },
    plant: ({ moto, daysAgo }) =>
      moto.tell({
        findings: [
          {
            region: 'us-east-1',
            analyzer,
            id: finding,
            resource: openBucket,
            resourceType: 'AWS::S3::Bucket',
            ownerAccountId: accountId,
            principal: { AWS: '*' },
            actions: ['s3:GetObject'],
            isPublic: true,
            createdAt: daysAgo(20),
            updatedAt: daysAgo(5),
          },
        ],
      }),
    mend: ({ analyzers }) => analyzers.updateFindings({ analyzerArn: analyzer, ids: [finding], status: 'ARCHIVED' }),
  },
  {
    finds: { 'account-alternate-contacts': accountId },
    plant: ({ account }) => account.deleteAlternateContact({ AlternateContactType: 'SECURITY' }),
    mend: ({ account }) =>
      account.putAlternateContact({
        AlternateContactType: 'SECURITY',
        Name: 'Security',
        Title: 'Head of Security',
        EmailAddress: 'security@example.com',
        PhoneNumber: '+1 206 555 0100',
      }),
  },
  {
    finds: { 'account-scp': accountId },
    async plant(scene) {
      const organizations = await asManagement(scene);
      await organizations.detachPolicy({ PolicyId: 'p-guardrail', TargetId: 'r-ab12' });
    },
    async mend(scene) {
      const organizations = await asManagement(scene);
      await organizations.attachPolicy({ PolicyId: 'p-guardrail', TargetId: 'r-ab12' });
    },
  },
  {
    finds: { 'identity-center': accountId },
    async plant({ sso }) {
      const { Instances: [instance] = [] } = await sso.listInstances({});
      await sso.deleteInstance({ InstanceArn: instance?.InstanceArn });
    },
    mend: ({ sso }) => sso.createInstance({ Name: 'team' }),
  },
  {
    finds: { 'secrets-rotation': 'database' },
    plant: ({ secrets }) => secrets.createSecret({ Name: 'database', SecretString: 'not for a snapshot' }),
    async mend({ iam, lambda, secrets }) {
      await iam.createRole({ RoleName: 'rotator', AssumeRolePolicyDocument: trustingFunctions });
      const { FunctionArn: RotationLambdaARN } = await lambda.createFunction({
        FunctionName: 'rotate-database',
        Role: roleArn('rotator'),
        PackageType: 'Image',
        Code: { ImageUri: functionImage },
      });
      const RotationRules = { AutomaticallyAfterDays: 30 };
      await secrets.rotateSecret({ SecretId: 'database', RotationLambdaARN, RotationRules });
    },
  },
  {
    finds: { 'account-security-questions': accountId },
    plant: async ({ attest, daysAgo }) => attest('account-security-questions', daysAgo(400)),
    mend: async ({ attest, daysAgo }) => attest('account-security-questions', daysAgo(0)),
  },
  {
    finds: { 'cloudhsm-attested': accountId },
    plant: async ({ attest }) => attest('cloudhsm-attested', null),
    mend: async ({ attest, daysAgo }) => attest('cloudhsm-attested', daysAgo(0)),
  },
  {
    finds: { 'credential-report-reviewed': accountId },
    plant: async ({ attest, daysAgo }) => attest('credential-report-reviewed', daysAgo(40)),
    mend: async ({ attest, daysAgo }) => attest('credential-report-reviewed', daysAgo(0)),
  },
];

/** An account outside any organization, whose policies cannot be missing then. */
export const outsideOrganization: Violation = {
  finds: { 'account-organization': accountId },
  async plant(scene) {
    const organizations = await asManagement(scene);
    await organizations.removeAccountFromOrganization({ AccountId: accountId });
  },
  mend: ({ organizations }) => organizations.createOrganization({ FeatureSet: 'ALL' }),
};

/** What the people of the management account do. */
async function asManagement({ sts }: Scene): Promise<Organizations> {
  const { Credentials: keys } = await sts.assumeRole({
    RoleArn: `arn:aws:iam::${managementAccount}:role/OrganizationAdministrator`,
    RoleSessionName: 'management',
  });
  return new Organizations({
    region: 'us-east-1',
    credentials: {
      accessKeyId: keys?.AccessKeyId ?? '',
      secretAccessKey: keys?.SecretAccessKey ?? '',
      ...(keys?.SessionToken === undefined ? {} : { sessionToken: keys.SessionToken }),
    },
  });
}
