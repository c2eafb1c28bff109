import { describe, expect, test } from 'vitest';
import { simulate } from '../../../../src/engine/change.ts';
import { digest } from '../../../../src/engine/json.ts';
import { readable } from '../../../../src/engine/snapshot.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { exampleCertificate } from '../../../../src/providers/aws/model/example-certificate.ts';
import { readSamlMetadata } from '../../../../src/providers/aws/model/saml-metadata.ts';
import * as providers from '../../../../src/providers/aws/operations/identity-providers.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import {
  deleteServerCertificate,
  serverCertificateOperations,
} from '../../../../src/providers/aws/operations/server-certificates.ts';
import * as signing from '../../../../src/providers/aws/operations/signing-certificates.ts';
import * as ssh from '../../../../src/providers/aws/operations/ssh-keys.ts';
import { changeOf, refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';
import { samlMetadata } from '../../../support/saml-metadata.ts';

testOperationLaws(ssh.sshKeyOperations, function* (snapshot) {
  for (const { user, id, active } of readable(snapshot, 'ssh-keys') ?? []) {
    yield write(ssh.updateSshKey, { user, id }, { active: !active });
    yield write(ssh.deleteSshKey, { user, id }, null);
  }
  yield write(ssh.uploadSshKey, { user: 'ada', id: 'APKANEW' }, { active: false, body: 'ssh-rsa AAAA' });
});

testOperationLaws(signing.signingCertificateOperations, function* (snapshot) {
  for (const { user, id, active } of readable(snapshot, 'signing-certificates') ?? []) {
    yield write(signing.updateSigningCertificate, { user, id }, { active: !active });
    yield write(signing.deleteSigningCertificate, { user, id }, null);
  }
  for (const user of ['ada', 'joan'])
    yield write(signing.uploadSigningCertificate, { user, id: 'CERTNEW' }, { active: true, body: exampleCertificate });
});

testOperationLaws(serverCertificateOperations, (snapshot) =>
  (readable(snapshot, 'server-certificates') ?? []).map(({ name }) => write(deleteServerCertificate, { name }, null)),
);

const metadata = '<EntityDescriptor entityID="x"/>';
const saml = 'arn:aws:iam::111122223333:saml-provider/staff';
const oidc = 'arn:aws:iam::111122223333:oidc-provider/ci.example.com';

testOperationLaws(providers.identityProviderOperations, function* (snapshot) {
  const present = providers.samlProviderResource.read(snapshot, { arn: saml });
  if (present !== null)
    for (const document of [metadata, samlMetadata({ until: '2030-01-01T00:00:00Z' })])
      yield write(
        providers.updateSamlProvider,
        { arn: saml },
        providers.withMetadata(present, readSamlMetadata(document)),
      );
  yield write(providers.createSamlProvider, { arn: saml }, { metadata, sha256: digest(metadata), tags: { a: 'b' } });
  yield write(providers.deleteSamlProvider, { arn: saml }, null);
  yield write(
    providers.createOidcProvider,
    { arn: oidc },
    { url: 'ci.example.com', clientIds: ['sts.amazonaws.com'], thumbprints: [] },
  );
  yield write(providers.deleteOidcProvider, { arn: oidc }, null);
});

describe('new metadata of a SAML provider', () => {
  const given = account().samlProvider('staff', { offered: metadata }).build();
  const present = providers.samlProviderResource.read(given, { arn: saml });
  if (present === null) throw new Error('there is no provider');
  const renewed = providers.withMetadata(present, readSamlMetadata(samlMetadata({ until: '2030-01-01T00:00:00Z' })));

  test('settle what is told of it, and nothing else of the provider', () => {
    const change = changeOf(given, write(providers.updateSamlProvider, { arn: saml }, renewed));
    if (change === undefined) throw new Error('there is nothing to change');
    const [was] = readable(given, 'identity-providers') ?? [];
    expect(readable(simulate(operations, given, [change]), 'identity-providers')).toEqual([
      {
        ...was,
        validUntil: '2030-01-01T00:00:00.000Z',
        metadata: readSamlMetadata(samlMetadata({ until: '2030-01-01T00:00:00Z' })),
      },
    ]);
  });

  test.each([
    ['none', { sha256: '' }, 'cannot be without metadata'],
    ['other tags', { ...renewed, tags: { a: 'b' } }, 'no part of its metadata'],
  ])('with %s are refused', (_, value, reason) => {
    expect(refusalOf(given, write(providers.updateSamlProvider, { arn: saml }, value))).toContain(reason);
  });
});

test('a sixth SSH key and a third signing certificate are refused', () => {
  const full = account()
    .user('joan', (user) => {
      for (let at = 0; at < 5; at++) user.sshKey();
      user.signingCertificate().signingCertificate();
    })
    .build();
  expect(refusalOf(full, write(ssh.uploadSshKey, { user: 'joan', id: 'APKANEW' }, { active: true }))).toContain(
    'another SSH key: 5 are the most',
  );
  expect(
    refusalOf(full, write(signing.uploadSigningCertificate, { user: 'joan', id: 'CERTNEW' }, { active: true })),
  ).toContain('another signing certificate: 2 are the most');
});

test("a new certificate takes a free slot of the user's row, and gives it back", () => {
  const snapshot = account()
    .user('joan', (user) => user.signingCertificate({ ageDays: 9 }))
    .build();
  const slots = (state: typeof snapshot) =>
    readable(state, 'credential-report')?.rows.find(({ user }) => user === 'joan')?.certificates;
  const upload = changeOf(
    snapshot,
    write(
      signing.uploadSigningCertificate,
      { user: 'joan', id: 'CERTNEW' },
      { active: true, body: exampleCertificate },
    ),
  );
  if (upload === undefined) throw new Error('there is nothing to change');
  expect(slots(simulate(operations, snapshot, [upload]))).toEqual([
    { active: true, lastRotated: account().daysAgo(9) },
    { active: true, lastRotated: account().daysAgo(0) },
  ]);
});

test('a server certificate that a load balancer uses is not deleted', () => {
  const arn = 'arn:aws:iam::111122223333:server-certificate/www';
  const used = account()
    .serverCertificate('www')
    .loadBalancers([{ name: 'shop', listeners: [{ port: 443, protocol: 'HTTPS', certificates: [arn] }] }])
    .build();
  expect(refusalOf(used, write(deleteServerCertificate, { name: 'www' }, null))).toBe(
    'IAM does not delete server certificate www while load balancer shop uses it',
  );
});
