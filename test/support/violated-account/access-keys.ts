import { certificates } from '../certificates.ts';
import { deleteKeys, dismiss, giveKey, hire } from './people.ts';
import type { Scene } from './scene.ts';
import { canaryPattern } from './sound-account.ts';
import type { Violation } from './violation.ts';

/** Access keys, SSH keys and signing certificates of users. */
export const accessKeyViolations: readonly Violation[] = [
  {
    finds: { 'access-key-rotation': 'deploy' },
    async plant(scene) {
      await hire(scene, 'deploy');
      await giveKey(scene, 'deploy', { age: 100, used: 1 });
    },
    async mend(scene) {
      await giveKey(scene, 'deploy');
      await deleteKeys(scene, 'deploy', 1);
    },
  },
  {
    finds: { 'access-key-unnecessary': 'spare' },
    async plant(scene) {
      await hire(scene, 'spare');
      await giveKey(scene, 'spare', { age: 1 });
      await giveKey(scene, 'spare');
    },
    mend: (scene) => deleteKeys(scene, 'spare', 1),
  },
  {
    finds: { 'access-key-inactive': 'parked' },
    async plant(scene) {
      await hire(scene, 'parked');
      const AccessKeyId = await giveKey(scene, 'parked', { age: 100 });
      await scene.iam.updateAccessKey({ UserName: 'parked', AccessKeyId, Status: 'Inactive' });
    },
    mend: (scene) => deleteKeys(scene, 'parked'),
  },
  {
    finds: { 'access-key-canary': 'canary' },
    plant: ({ logs }) => logs.deleteMetricFilter({ logGroupName: 'cloudtrail', filterName: 'canary' }),
    mend: ({ logs }) =>
      logs.putMetricFilter({
        logGroupName: 'cloudtrail',
        filterName: 'canary',
        filterPattern: canaryPattern,
        metricTransformations: [{ metricName: 'canary', metricNamespace: 'CISBenchmark', metricValue: '1' }],
      }),
  },
  {
    finds: { 'access-key-preferred-roles': 'program' },
    async plant(scene) {
      await hire(scene, 'program');
      await giveKey(scene, 'program', { used: 0 });
    },
    mend: (scene) => dismiss(scene, 'program'),
  },
  {
    finds: { 'credentials-unused': 'otto' },
    async plant(scene) {
      await hire(scene, 'otto');
      await giveKey(scene, 'otto', { age: 80, used: 60 });
    },
    mend: (scene) => deleteKeys(scene, 'otto'),
  },
  {
    finds: { 'ssh-key-rotation': 'ken' },
    async plant(scene) {
      await hire(scene, 'ken');
      await uploadSshKey(scene, 'ken', 100);
    },
    async mend(scene) {
      await deleteOldestSshKey(scene, 'ken');
      await uploadSshKey(scene, 'ken', 0);
    },
  },
  {
    finds: { 'ssh-key-unnecessary': 'dennis' },
    async plant(scene) {
      await hire(scene, 'dennis');
      await uploadSshKey(scene, 'dennis', 1);
      await uploadSshKey(scene, 'dennis', 0);
    },
    mend: (scene) => deleteOldestSshKey(scene, 'dennis'),
  },
  {
    finds: { 'signing-certificate-rotation': 'bjarne' },
    async plant(scene) {
      await hire(scene, 'bjarne');
      const { Certificate: made } = await scene.iam.uploadSigningCertificate({
        UserName: 'bjarne',
        CertificateBody: certificates.sound,
      });
      await scene.moto.age({ uploads: { [made?.CertificateId ?? '']: { uploadedAt: scene.daysAgo(100) } } });
    },
    async mend({ iam }) {
      const { Certificates: [old] = [] } = await iam.listSigningCertificates({ UserName: 'bjarne' });
      await iam.deleteSigningCertificate({ UserName: 'bjarne', CertificateId: old?.CertificateId });
    },
  },
];

async function uploadSshKey({ iam, moto, daysAgo }: Scene, UserName: string, age: number): Promise<void> {
  const { SSHPublicKey: key } = await iam.uploadSSHPublicKey({
    UserName,
    SSHPublicKeyBody: `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ${age}== ${UserName}`,
  });
  await moto.age({ uploads: { [key?.SSHPublicKeyId ?? '']: { uploadedAt: daysAgo(age) } } });
}

async function deleteOldestSshKey({ iam }: Scene, UserName: string): Promise<void> {
  const { SSHPublicKeys: keys = [] } = await iam.listSSHPublicKeys({ UserName });
  const [oldest] = keys.toSorted((a, b) => Number(a.UploadDate) - Number(b.UploadDate));
  await iam.deleteSSHPublicKey({ UserName, SSHPublicKeyId: oldest?.SSHPublicKeyId });
}
