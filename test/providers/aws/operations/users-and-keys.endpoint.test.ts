import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Live, openLive } from '../../../../src/providers/aws/live.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { exampleCertificate } from '../../../../src/providers/aws/model/example-certificate.ts';
import { readSamlMetadata } from '../../../../src/providers/aws/model/saml-metadata.ts';
import * as boundaries from '../../../../src/providers/aws/operations/boundaries.ts';
import * as providers from '../../../../src/providers/aws/operations/identity-providers.ts';
import { deactivateMfaDevice } from '../../../../src/providers/aws/operations/mfa-devices.ts';
import { deleteServerCertificate } from '../../../../src/providers/aws/operations/server-certificates.ts';
import * as signing from '../../../../src/providers/aws/operations/signing-certificates.ts';
import * as ssh from '../../../../src/providers/aws/operations/ssh-keys.ts';
import { createUser, deleteUser } from '../../../../src/providers/aws/operations/users.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';
import { expectModelEqualsEndpoint } from '../../../support/operation-endpoint.ts';
import { write } from '../../../support/operation-laws.ts';
import { samlMetadata } from '../../../support/saml-metadata.ts';

let moto: Moto;
let live: Live;
beforeAll(async () => {
  moto = await startMoto();
  live = openLive({ maxAttempts: 1 });
});
afterAll(() => moto.stop());

const built = account();
const policyArn = built.policyArn('engineering');
const body = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7 joan@laptop';

test('users and boundaries come and go', () =>
  expectModelEqualsEndpoint(
    moto,
    account()
      .user('leaver', (user) => user.noGroups().noPassword().path('/left/').tag('team', 'x'))
      .user('joan', (user) => user.boundary(policyArn))
      .role('deployer', (role) => {
        role.boundary = policyArn;
      })
      .policy('limits', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] })
      .build(),
    [
      write(deleteUser, { user: 'leaver' }, null),
      write(createUser, { user: 'new' }, { path: '/people/', tags: { team: 'y' } }),
      write(boundaries.putUserBoundary, { user: 'edsger' }, { policyArn }),
      write(boundaries.deleteUserBoundary, { user: 'joan' }, null),
      write(boundaries.putRoleBoundary, { role: 'support' }, { policyArn }),
      write(boundaries.putRoleBoundary, { role: 'deployer' }, { policyArn: built.policyArn('limits') }),
      write(boundaries.deleteRoleBoundary, { role: 'support' }, null),
    ],
  ));

test('SSH keys and signing certificates change, come and go', () =>
  expectModelEqualsEndpoint(
    moto,
    account()
      .user('joan', (user) =>
        user
          .sshKey({ id: 'APKAOLD00000000000001', ageDays: 100 })
          .sshKey({ id: 'APKAOLD00000000000002', ageDays: 50 })
          .signingCertificate({ id: 'CERTOLD00000000000000001', ageDays: 100 }),
      )
      .build(),
    [
      write(ssh.updateSshKey, { user: 'joan', id: 'APKAOLD00000000000001' }, { active: false }),
      write(ssh.uploadSshKey, { user: 'edsger', id: 'new' }, { active: false, body }),
      write(
        signing.updateSigningCertificate,
        { user: 'joan', id: 'CERTOLD00000000000000001' },
        { active: false, body: exampleCertificate },
      ),
      write(
        signing.uploadSigningCertificate,
        { user: 'edsger', id: 'new' },
        { active: false, body: exampleCertificate },
      ),
    ],
  ));

test('what has no way back goes as the model says', () =>
  expectModelEqualsEndpoint(
    moto,
    account()
      .user('joan', (user) =>
        user.virtualMfa().sshKey({ id: 'APKAOLD00000000000001' }).signingCertificate({ id: 'CERTOLD1' }),
      )
      .serverCertificate('www', { body: exampleCertificate })
      .build(),
    [
      write(deactivateMfaDevice, { user: 'joan', serial: 'arn:aws:iam::111122223333:mfa/joan' }, null),
      write(deleteServerCertificate, { name: 'www' }, null),
      write(ssh.deleteSshKey, { user: 'joan', id: 'APKAOLD00000000000001' }, null),
      write(signing.deleteSigningCertificate, { user: 'joan', id: 'CERTOLD1' }, null),
    ],
  ));

test('identity providers are deleted, and come back as they were', () =>
  expectModelEqualsEndpoint(
    moto,
    account()
      .samlProvider('staff')
      .oidcProvider('ci.example.com', { clientIds: ['a', 'b'] })
      .build(),
    [
      write(providers.deleteSamlProvider, { arn: 'arn:aws:iam::111122223333:saml-provider/staff' }, null),
      write(providers.deleteOidcProvider, { arn: 'arn:aws:iam::111122223333:oidc-provider/ci.example.com' }, null),
    ],
  ));

test('a SAML provider gets new metadata, and its earlier ones back', () => {
  const end = '2036-01-01T00:00:00.000Z';
  const was = samlMetadata({ signing: ['expired'], until: end });
  const given = account().samlProvider('staff', { document: was, validForDays: 365 }).build();
  const arn = 'arn:aws:iam::111122223333:saml-provider/staff';
  const present = providers.samlProviderResource.read(given, { arn });
  if (present === null) throw new Error('there is no provider');
  const wanted = providers.withMetadata(present, readSamlMetadata(samlMetadata({ until: end })));
  return expectModelEqualsEndpoint(moto, given, [write(providers.updateSamlProvider, { arn }, wanted)]);
});

describe('what was deleted', () => {
  const seeded = account()
    .user('joan', (user) => user.sshKey({ id: 'APKAOLD00000000000001', body }).signingCertificate({ id: 'CERTOLD1' }))
    .build();

  test('is uploaded again from what was seen of it before, once, with its status', async () => {
    await moto.reset();
    await moto.seed(seeded);
    for (const [resource, remove, upload, address] of [
      [ssh.sshKeyResource, ssh.deleteSshKey, ssh.uploadSshKey, { user: 'joan', id: 'APKAOLD00000000000001' }],
      [
        signing.signingCertificateResource,
        signing.deleteSigningCertificate,
        signing.uploadSigningCertificate,
        { user: 'joan', id: 'CERTOLD1' },
      ],
    ] as const) {
      const seen = await resource.observe(live, address);
      expect(seen).toMatchObject({ active: true, body: expect.any(String) });
      await remove.perform(live, { address, from: seen, to: null, sink: undefined });
      expect(await resource.observe(live, address)).toBeNull();
      const back = { address, from: null, to: { ...seen, active: false }, sink: undefined };
      const made = (await upload.perform(live, back))?.resource;
      // An answer that was lost: the call is made once more, and finds what it made.
      expect((await upload.perform(live, back))?.resource).toEqual(made);
      expect(await resource.observe(live, made?.address as typeof address)).toMatchObject({
        active: false,
        body: seen?.body,
      });
    }
    const iam = await live.iam();
    expect((await iam.listSSHPublicKeys({ UserName: 'joan' })).SSHPublicKeys).toHaveLength(1);
    expect((await iam.listSigningCertificates({ UserName: 'joan' })).Certificates).toHaveLength(1);
  });

  test.each([
    ['SSH key X of joan', ssh.uploadSshKey],
    ['signing certificate X of joan', signing.uploadSigningCertificate],
  ])('cannot come back without its body: %s', async (what, upload) => {
    const call = { address: { user: 'joan', id: 'X' }, from: null, to: { active: true }, sink: undefined };
    await expect(upload.perform(live, call)).rejects.toThrow(`${what} cannot be uploaded: its body is not on record`);
  });
});
