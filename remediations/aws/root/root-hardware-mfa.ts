import { z } from 'zod';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import { rootUser } from '../../../src/providers/aws/model/credential-report.ts';
import { rootSignInUrl } from '../../../src/providers/aws/model/sign-in.ts';
import { byHand } from '../by-hand.ts';
import { openRootCredentials, rootUserResource } from './root-user.ts';

const replaceByHand = byHand({
  id: 'replace-by-hand',
  title: 'Replace the virtual MFA device by a hardware key',
  reversibility: 'reversible',
  guide: ({ evidence }, { snapshot: { account } }) => ({
    title: "Replace the root user's virtual MFA device by a hardware key",
    steps: [
      'Get two FIDO security keys, or two hardware TOTP tokens that AWS supports, and agree where each is kept.',
      ...openRootCredentials(account),
      'Under "Multi-factor authentication (MFA)", choose "Assign MFA device", name the device after the place where it is kept, and choose "Passkey or security key" or "Hardware TOTP token". Do so for both.',
      'Sign out, and sign in again with each of the two.',
      `Only then choose ${evidence['serials']}, and "Remove".`,
    ],
    expect:
      'ListVirtualMFADevices shows none that is assigned to the root user, and AccountMFAEnabled of the account summary is 1.',
  }),
});

/**
 * No API lists the root user's hardware devices: with MFA on, what no list of virtual devices shows is hardware. A
 * virtual device beside a hardware one fails too, for either opens the account.
 */
export default defineControl({
  id: 'root-hardware-mfa',
  area: 'root',
  severity: 'high',
  title: "The root user's MFA is a hardware device or security key",
  rationale:
    "An authenticator app lives on a phone that is backed up, replaced, and used for everything else; its secret can be copied. A hardware device's secret cannot, and a security key is not fooled by a false sign-in page.",
  risk: 'A stolen phone, a cloned backup or a phishing page gives away the second factor of the whole account.',
  whenNotToFix:
    'Many member accounts share one team: rather than a key for each, remove their root passwords through central root access.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-fido-mfa-for-root.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-hw-mfa-for-root.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-6',
  ],
  frameworks: {
    'cis-aws-1.4': ['1.6'],
    'cis-aws-1.5': ['1.6'],
    'cis-aws-2.0': ['1.6'],
    'cis-aws-3.0': ['1.6'],
    'cis-aws-4.0': ['1.6'],
    'cis-aws-5.0': ['1.5'],
    'cis-aws-6.0': ['2.5'],
    'cis-aws-7.0': ['2.6'],
    'aws-fsbp': ['IAM.6'],
    'nist-800-53-r5': ['AC-2(1)', 'AC-3(15)', 'IA-2(1)', 'IA-2(2)', 'IA-2(6)', 'IA-2(8)'],
    'pci-dss-4.0': ['8.4.2'],
    'iso-27001-2022': ['A.5.17', 'A.8.5'],
    'soc-2': ['CC6.1'],
  },
  reads: ['account-summary', 'mfa-devices'],
  parameters: z.object({}),
  messages: {
    hardware: 'The root user has MFA, and none of its devices is virtual',
    virtual: 'The root user has a virtual MFA device: {serials}',
    'no-mfa': 'The root user has no MFA device at all, which root-mfa is about',
    'no-console': 'The root user of a GovCloud account cannot sign in to the console',
    unseen: 'The account summary does not tell whether the root user has MFA',
  },
  *evaluate({ evidence, account, pass, fail, unknown, notApplicable }) {
    const counted = evidence['account-summary']['AccountMFAEnabled'];
    const virtual = evidence['mfa-devices'].filter(({ user, kind }) => user === rootUser && kind === 'virtual');
    const resource = rootUserResource(account);
    const facts = { counted: counted ?? null, serials: virtual.map(({ serial }) => serial).sort() };
    if (rootSignInUrl(account) === undefined) yield notApplicable('no-console', resource, facts);
    else if (virtual.length > 0) yield fail('virtual', resource, facts);
    else if (counted === undefined) yield unknown('unseen', resource, facts);
    else if (counted === 0) yield notApplicable('no-mfa', resource, facts);
    else yield pass('hardware', resource, facts);
  },
  remedies: [replaceByHand],
});
