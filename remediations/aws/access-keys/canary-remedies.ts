import type { Finding } from '../../../src/engine/finding.ts';
import type { WantedEvents } from '../../../src/providers/aws/model/wanted-events.ts';
import { byHand } from '../by-hand.ts';
import { chainCompleter } from '../monitoring/complete-chain.ts';

/** Every call with a key, whatever it is and whether it is allowed. */
export function callsWith(key: string): WantedEvents {
  const pattern = `{ $.userIdentity.accessKeyId = "${key}" }`;
  return { name: `calls with canary key ${key}`, pattern, events: pattern, writesOnly: false, sources: [] };
}

const keyOf = ({ evidence }: Finding) => String(evidence['key']);
const lacksTrail = ({ evidence: { link } }: Finding) => link === 'trail' || link === 'logGroup';

/** Makes what is missing from the trail to the people who are told, for each key an alarm of its own. */
export const watchCanary = chainCompleter(
  ({ reason }) => reason === 'unwatched',
  (finding) => ({ id: `canary-${keyOf(finding)}`, wanted: callsWith(keyOf(finding)) }),
);

/** What no plan does: a trail is set up, or a key that lives is planted, by a person. */
export const makeHeard = byHand({
  id: 'make-heard',
  title: 'Set up what the alarm needs: a trail into a log group, and a key that is active',
  reversibility: 'reversible',
  suits: (finding) => finding.reason === 'dead' || lacksTrail(finding),
  guide(finding) {
    const [key, user] = [keyOf(finding), finding.resource.id];
    return finding.reason === 'dead'
      ? {
          title: `Bring canary key ${key} to life, or replace it`,
          steps: [
            `See that user ${user} has no policy and is in no group, so that the key opens nothing.`,
            `Activate the key: aws iam update-access-key --user-name ${user} --access-key-id ${key} --status Active`,
            'Or plant a new key, and put its id on the list canaryKeys in place of this one.',
          ],
          expect: `aws iam list-access-keys --user-name ${user} shows ${key} as Active`,
        }
      : {
          title: `Have a trail record what is done with canary key ${key}`,
          steps: [
            'Set up a trail that logs all regions into a CloudWatch log group, as the guide of root-activity-monitored tells for this account.',
            'Scan again, and let the plan make the metric filter and the alarm.',
          ],
          expect: 'the finding names a link behind the log group, or passes',
        };
  },
});

/** The use of a canary is an incident, and the key is the least of it. */
export const answerCanary = byHand({
  id: 'answer-incident',
  title: 'Treat the use as an intrusion: find where the key was read and what else was there',
  reversibility: 'irreversible',
  suits: ({ reason }) => reason === 'used' || reason === 'seen',
  guide(finding) {
    const [key, user] = [keyOf(finding), finding.resource.id];
    return {
      title: `Answer the use of canary key ${key}`,
      steps: [
        'Tell those who answer incidents, and ask whether it was a planned test of the alarm.',
        `Read who called from where, in each region: aws cloudtrail lookup-events --lookup-attributes AttributeKey=AccessKeyId,AttributeValue=${key}`,
        'Find from your notes where this key was planted, and hold that place for broken into: close the way in, and replace every secret that lay there.',
        'Look for the same addresses in the calls of your other keys and roles.',
        `Plant a new canary key, put its id on the list canaryKeys, and delete the old one: aws iam delete-access-key --user-name ${user} --access-key-id ${key}`,
      ],
      expect: `${key} is no longer on the list canaryKeys, and the new key was never used`,
    };
  },
});
