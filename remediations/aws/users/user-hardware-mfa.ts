import { z } from 'zod';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import type { MfaDevice } from '../../../src/providers/aws/model/credentials.ts';
import { userSignInUrl } from '../../../src/providers/aws/model/sign-in.ts';
import { standingByArn } from '../../../src/providers/aws/policy/administrators.ts';
import { byHand } from '../by-hand.ts';

const replaceByHand = byHand({
  id: 'replace-by-hand',
  title: 'Have the administrator register a hardware device',
  reversibility: 'reversible',
  guide: ({ resource: { id: user }, evidence }, { snapshot: { account } }) => ({
    title: `Have ${user} register a hardware MFA device`,
    steps: [
      `Give ${user} a FIDO security key, better two, or a hardware TOTP token that AWS supports.`,
      `Ask ${user} to sign in at ${userSignInUrl(account)}, to choose the user name at the top right, "Security credentials", and under "Multi-factor authentication (MFA)" the button "Assign MFA device", with "Passkey or security key" or "Hardware TOTP token".`,
      `Have ${user} sign out and sign in again with the new device.`,
      `Then have the virtual device ${evidence['serials']} removed on the same page.`,
    ],
    expect: `ListMFADevices shows a device of ${user} whose serial number is not an ARN of the kind mfa/.`,
  }),
});

/**
 * Privileged are the users who are administrators by what their policies say together. One without any MFA device is
 * the business of user-mfa; one with a hardware device besides the virtual one has what is asked for here.
 */
export default defineControl({
  id: 'user-hardware-mfa',
  area: 'users',
  severity: 'low',
  title: 'Administrators have a hardware MFA device or security key',
  rationale:
    "An authenticator app's secret can be copied with the phone or its backup, and its codes can be typed into a false page. A security key's secret stays in the key, and it answers to the true page only.",
  risk: "A phished or copied code, with the password, gives an intruder an administrator's session.",
  whenNotToFix:
    'Administrators sign in through an identity provider that demands hardware keys itself; then their IAM passwords should go.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable_fido.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable_physical.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['IA-2(1)', 'IA-2(6)'],
    'pci-dss-4.0': ['8.4.1'],
    'iso-27001-2022': ['A.8.2', 'A.8.5'],
    'soc-2': ['CC6.1'],
  },
  reads: ['mfa-devices', 'authorization-details'],
  parameters: z.object({}),
  messages: {
    hardware: 'Administrator {user} has a hardware MFA device',
    virtual: 'The only MFA device of administrator {user} is virtual: {serials}',
    undecided: 'Whether {user} is an administrator cannot be told, and the only MFA device is virtual: {serials}',
    'no-mfa': 'Administrator {user} has no MFA device, which user-mfa is about',
    ordinary: '{user} is no administrator',
  },
  *evaluate({ evidence, pass, fail, unknown, notApplicable }) {
    const details = evidence['authorization-details'];
    const devices = new Map<string, MfaDevice[]>();
    for (const device of evidence['mfa-devices'])
      devices.set(device.user, [...(devices.get(device.user) ?? []), device]);
    const standing = standingByArn(details);
    for (const { name: user, arn } of details.users) {
      const resource = iamResource('user', { name: user, arn });
      const administrator = standing.get(arn)?.administrator ?? 'unknown';
      const own = devices.get(user) ?? [];
      const facts = { user, administrator, serials: own.map(({ serial }) => serial).sort() };
      if (administrator === 'no') yield notApplicable('ordinary', resource, facts);
      else if (own.length === 0) yield notApplicable('no-mfa', resource, facts);
      else if (own.some(({ kind }) => kind === 'hardware')) yield pass('hardware', resource, facts);
      else if (administrator === 'unknown') yield unknown('undecided', resource, facts);
      else yield fail('virtual', resource, facts);
    }
  },
  remedies: [replaceByHand],
});
