import { eachFinding, type ProposeContext } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import type { AwsCollections } from '../../../src/providers/aws/model/collections.ts';
import type { ConfigRecorder } from '../../../src/providers/aws/model/config.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { putConfigRule } from '../../../src/providers/aws/operations/config-rules.ts';
import { byHand } from '../by-hand.ts';
import { passwordBaseline } from '../password/strengthen-policy.ts';

const iamTypes = ['AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::User'];

/** True for a recorder that keeps all four kinds of IAM resources. */
export function recordsIam({ allSupported, globalTypes, types, excludedTypes }: ConfigRecorder): boolean {
  return iamTypes.every((type) => (allSupported ? globalTypes && !excludedTypes.includes(type) : types.includes(type)));
}

/** True for a recorder that records, and delivers what it records. */
export function isRecording({ recording, lastStatus }: ConfigRecorder): boolean {
  return recording && lastStatus !== 'FAILURE';
}

type Context = ProposeContext<AwsCollections>;

/** The parameters by which a rule asks for what this baseline asks for; a rule that is not named here has none. */
const parametersOf: Readonly<Record<string, (context: Context) => Record<string, string>>> = {
  ACCESS_KEYS_ROTATED: (context) => {
    const windows = context.parameters('access-key-rotation')['maxAgeDays'] as readonly number[];
    return { maxAccessKeyAge: String(Math.min(...windows)) };
  },
  IAM_USER_UNUSED_CREDENTIALS_CHECK: (context) => ({
    maxCredentialUsageAge: String(context.parameters('credentials-unused')['unusedDays']),
  }),
  IAM_PASSWORD_POLICY: (context) => {
    const wanted = passwordBaseline.parse(context.parameters('password-policy'));
    return {
      RequireUppercaseCharacters: String(wanted.requireUppercase),
      RequireLowercaseCharacters: String(wanted.requireLowercase),
      RequireSymbols: String(wanted.requireSymbols),
      RequireNumbers: String(wanted.requireNumbers),
      MinimumPasswordLength: String(wanted.minimumLength),
      PasswordReusePrevention: String(wanted.reusePrevention),
      MaxPasswordAge: String(wanted.maxAgeDays),
    };
  },
};

/** Adds the missing rules in one region where IAM is recorded; IAM is the same everywhere, so once is enough. */
export const addConfigRules = defineRemedy({
  id: 'add-rules',
  via: ['terraform', 'api'],
  title: 'Add the missing rules, with parameters that match this baseline',
  reversibility: 'reversible',
  suits: ({ reason }) => reason === 'missing',
  *propose(context) {
    const recording = (readable(context.snapshot, 'config')?.recorders ?? []).filter(isRecording);
    const [at] = [...recording.filter(recordsIam), ...recording];
    yield* eachFinding(context, ({ evidence }, steps) => {
      const source = String(evidence['rule']);
      const title = `Have AWS Config check ${source}`;
      if (at === undefined)
        return { title, blocked: 'AWS Config records in no region, and takes no rules there: switch it on first' };
      const { region } = at;
      const plain = source.toLowerCase().replaceAll('_', '-');
      let name = plain;
      for (let next = 2; steps.value(putConfigRule, { region, name }) !== null; next += 1) name = `${plain}-${next}`;
      const parameters = parametersOf[source]?.(context) ?? {};
      steps.add(putConfigRule, { region, name }, { owner: 'AWS', source, parameters });
      return { title };
    });
  },
});

/** A recorder needs a bucket, a role and money by the item: a person decides on those. */
export const setUpRecorder = byHand({
  id: 'set-up-recorder',
  title: 'Have AWS Config record IAM in one region',
  reversibility: 'reversible',
  suits: ({ reason }) => reason !== 'missing',
  guide: ({ evidence }) => ({
    title: 'Have AWS Config record IAM',
    steps: [
      Array.isArray(evidence['regions'])
        ? `Open the AWS Config console in one of ${evidence['regions'].join(', ')}, choose Settings, then Edit`
        : 'Open the AWS Config console in the account’s main region, choose Settings, then Edit; for a recorder that is stopped, Start recording',
      'Choose to record all resource types and include the globally recorded ones, or add AWS::IAM::Group, Policy, Role and User one by one; do so in one region alone, each further one is paid for again',
      'Keep the role AWSServiceRoleForConfig, and a bucket that it may write to as the delivery channel; a recorder whose last status is FAILURE may not',
    ],
    expect:
      'aws configservice describe-configuration-recorder-status shows recording true and lastStatus SUCCESS, and describe-configuration-recorders the IAM types',
  }),
});
