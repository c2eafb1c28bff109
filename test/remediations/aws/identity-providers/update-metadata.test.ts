import { describe, expect, test } from 'vitest';
import identityProviderValid from '../../../../remediations/aws/identity-providers/identity-provider-valid.ts';
import { assemblePlan } from '../../../../src/engine/assemble.ts';
import { defaultBaseline } from '../../../../src/engine/baseline.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import type { Plan } from '../../../../src/engine/plan.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import { awsProvider } from '../../../../src/providers/aws/provider.ts';
import { samlMetadata } from '../../../support/saml-metadata.ts';

const arn = 'arn:aws:iam::111122223333:saml-provider/okta';
const old = samlMetadata({ signing: ['expired'] });

/** The plan for a provider whose certificate has ended, and for which a file holds this. */
function planFor(
  offered?: string,
  options: Parameters<AccountBuilder['samlProvider']>[1] = { document: old },
  now?: Date,
): Plan {
  const given = account(now).samlProvider('okta', { ...options, ...(offered === undefined ? {} : { offered }) });
  const snapshot = given.build();
  const controls = [identityProviderValid];
  const chosen = evaluate(controls, snapshot, defaultBaseline, given.now).filter(({ status }) => status === 'fail');
  return assemblePlan({
    provider: awsProvider,
    controls,
    snapshot,
    baseline: defaultBaseline,
    now: given.now,
    chosen,
    via: 'recommended',
    declarative: () => false,
  });
}

const remedies = (plan: Plan) => plan.parts.map(({ remedy }) => remedy);

describe('a file of new metadata', () => {
  test('makes its remedy the recommended one, and the plan holds the way back', () => {
    const plan = planFor(samlMetadata());
    expect(remedies(plan)).toEqual(['update-metadata']);
    expect(plan.changes).toMatchObject([
      {
        operation: 'iam:UpdateSAMLProvider',
        resource: { type: 'iam-saml-provider', address: { arn } },
        from: { metadata: old },
        to: { metadata: samlMetadata() },
        askedBy: 'samlMetadata of okta',
        title: expect.stringMatching(
          /^Give SAML provider okta the metadata with the signing certificate [0-9A-F]{2}(:[0-9A-F]{2}){7}…$/,
        ),
        command: [
          'iam',
          'update-saml-provider',
          '--saml-provider-arn',
          arn,
          '--saml-metadata-document',
          samlMetadata(),
        ],
      },
    ]);
    expect(plan.predicted.leaves).toEqual([]);
  });

  test('is one change, whatever of the old metadata has ended', () => {
    const plan = planFor(samlMetadata(), { document: old, validForDays: 2 });
    expect(plan.changes.map(({ closes }) => closes.length)).toEqual([2]);
  });

  test('is what the guide asks for where there is none', () => {
    const plan = planFor();
    expect(remedies(plan)).toEqual(['renew-metadata']);
    expect(plan.parts[0]?.guide?.steps.join('\n')).toContain('samlMetadata: { okta: metadata.xml }');
  });

  const twoEntities = samlMetadata().replace('</md:EntityDescriptor>', '$&<EntityDescriptor entityID="https://b"/>');
  test.each([
    ['something else', '<html>Sign in</html>', 'is not the SAML metadata of one identity provider'],
    ['metadata of two providers', twoEntities, 'is not the SAML metadata of one identity provider'],
    ['metadata without a certificate', samlMetadata({ signing: [] }), 'with its signing certificates'],
    [
      'a certificate that is none',
      samlMetadata().replace(/(<ds:X509Certificate>)/, '$1AAAA'),
      'has a signing certificate that cannot be read',
    ],
    ['the metadata of another', samlMetadata({ entity: 'https://evil.example.com' }), 'of https://okta.example.com'],
    ['what is there already', old, 'is what the provider has already'],
    ['what has ended', samlMetadata({ until: '2026-02-28T00:00:00Z' }), 'ends on 2026-02-28T00:00:00.000Z'],
    ['what ends soon', samlMetadata({ until: '2026-03-20T00:00:00Z' }), 'more than 30 days'],
    ['an ended certificate', `${old}\n`, 'ends, by its last signing certificate, on 2025-01-01'],
    ['more than IAM takes', samlMetadata() + ' '.repeat(10_000_000), 'IAM takes 1000 to 10000000'],
  ])('with %s changes nothing', (_, offered, reason) => {
    const plan = planFor(offered);
    expect(plan.changes).toEqual([]);
    expect(plan.unplanned.map((left) => left.reason)).toEqual([expect.stringContaining(reason)]);
  });

  test('with a certificate that is valid later changes nothing', () => {
    const { changes, unplanned } = planFor(samlMetadata(), { document: old }, new Date('2026-01-31T00:00:00Z'));
    expect(changes).toEqual([]);
    expect(unplanned.map(({ reason }) => reason)).toEqual([expect.stringContaining('that is valid yet')]);
  });

  test('that is short changes nothing', () => {
    const short = samlMetadata({ signing: ['elliptic'] }).replace(
      / xmlns:ds="[^"]*"| protocolSupportEnumeration="[^"]*"/g,
      '',
    );
    expect(planFor(short).unplanned.map(({ reason }) => reason)).toEqual([
      expect.stringContaining(`has ${short.length} characters`),
    ]);
  });
});
