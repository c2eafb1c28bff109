import { IAM } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { certificates } from '../../../support/certificates.ts';
import { collect, onEndpoint, read } from '../../../support/collected.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

const { seeded } = onEndpoint(() => moto);

test('a certificate that cannot be read as one is kept without what it would tell', async () => {
  await seeded(
    account()
      .user('ada', (user) => user.signingCertificate({ body: 'no certificate' }))
      .serverCertificate('odd'),
  );
  const snapshot = await collect(['signing-certificates', 'server-certificates']);
  const [signing] = read(snapshot, 'signing-certificates');
  expect(signing).toMatchObject({ user: 'ada', active: true, body: 'no certificate' });
  expect(signing).not.toHaveProperty('certificate');
  const [server] = read(snapshot, 'server-certificates');
  expect(server).toMatchObject({ name: 'odd', expiresAt: account().daysAgo(-355) });
  expect(server).not.toHaveProperty('certificate');
});

test('what was uploaded through the API has its own dates', async () => {
  await seeded(account());
  await new IAM({}).uploadServerCertificate({
    ServerCertificateName: 'fresh',
    CertificateBody: certificates.weak,
    PrivateKey: 'never read again',
  });
  const [fresh] = read(await collect(['server-certificates']), 'server-certificates');
  expect(fresh).toMatchObject({
    expiresAt: '2027-02-01T00:00:00.000Z',
    certificate: { keyType: 'rsa', keyBits: 1024, validTo: '2027-02-01T00:00:00.000Z' },
  });
  expect(Date.parse(fresh?.uploadedAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
  expect(fresh).not.toHaveProperty('chain');
});

test('a report from before a certificate was deleted or deactivated is brought up to the listing', async () => {
  await seeded(
    account()
      .user('ada', (user) => user.signingCertificate({ id: 'OLD' }).signingCertificate({ id: 'NEW', ageDays: 3 }))
      .user('grace', (user) => user.signingCertificate({ id: 'KEPT', ageDays: 5 })),
  );
  await moto.keepReports(4 * 60 * 60);
  const slots = async (user: string) => {
    const snapshot = await collect(['credential-report', 'signing-certificates']);
    return read(snapshot, 'credential-report').rows.find((row) => row.user === user)?.certificates;
  };
  expect((await slots('ada'))?.map(({ active }) => active)).toEqual([true, true]);
  const iam = new IAM({});
  await iam.deleteSigningCertificate({ UserName: 'ada', CertificateId: 'OLD' });
  await iam.updateSigningCertificate({ UserName: 'ada', CertificateId: 'NEW', Status: 'Inactive' });
  expect(await slots('ada')).toEqual([
    { active: false, lastRotated: account().daysAgo(3) },
    { active: false, lastRotated: 'never' },
  ]);
  expect(await slots('grace')).toEqual([
    { active: true, lastRotated: account().daysAgo(5) },
    { active: false, lastRotated: 'never' },
  ]);
});
