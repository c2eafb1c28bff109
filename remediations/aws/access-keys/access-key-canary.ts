import { z } from 'zod';
import { accountResource, defineControl } from '../../../src/providers/aws/model/control.ts';
import { judgeChain } from '../../../src/providers/aws/monitoring/chain.ts';
import { answerCanary, callsWith, makeHeard, watchCanary } from './canary-remedies.ts';

/**
 * A canary key grants nothing and is left where only a thief looks, so any use is an intrusion, however long ago: a
 * key that sang is replaced. Its use and its alarm are two findings. The trail and the topic belong to the alarm as
 * much as filter and alarm do, for without them nobody hears it.
 */
export default defineControl({
  id: 'access-key-canary',
  area: 'access-keys',
  severity: 'critical',
  title: 'Canary keys were not used, and an alarm is raised when one is',
  rationale:
    'A key that no program has, planted in a repository, an image or a laptop, is used by nobody but somebody who searched it. It tells of an intrusion that no other control sees, provided that somebody hears it.',
  risk: 'Somebody has been where the key was planted, and whatever else lay there is known to them.',
  whenNotToFix:
    'The use was your own test of the alarm: plant a new key, put its id on the list, and delete the old one.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['SC-26', 'SI-4(2)', 'SI-4(5)'],
    'iso-27001-2022': ['A.8.16'],
    'soc-2': ['CC7.2', 'CC7.3'],
  },
  // CloudTrail's events are looked at where they were read: their lookup is slow, and the key's last use decides without.
  reads: ['access-keys', 'trails', 'metric-filters', 'alarms', 'sns'],
  parameters: z.object({
    /** The ids of the keys that were planted; while it is not set, nothing is assessed. */
    canaryKeys: z.array(z.string().regex(/^\w+$/, 'an access key id is letters and digits')).optional(),
  }),
  messages: {
    unset: 'Canary keys are not assessed until the list canaryKeys is set',
    missing: 'Canary key {key} is not among the access keys of this account: it was deleted, or is of another',
    untold: 'When canary key {key} of {user} was last used cannot be told',
    quiet: 'Canary key {key} of {user} was never used',
    used: 'Canary key {key} of {user} was used, last on {lastUsed}',
    seen: 'CloudTrail shows {calls} call(s) with canary key {key} of {user}, the last on {lastUsed}: {event} from {sourceIp}',
    watched: 'An alarm is raised when somebody uses canary key {key} of {user}; it tells {told}',
    dead: 'Canary key {key} of {user} is deactivated: calls with it leave no trace',
    unwatched: 'Nobody is told when somebody uses canary key {key} of {user}: {why}',
    elsewhere: 'Whether somebody is told of the use of canary key {key} is not seen in this account: {why}',
  },
  *evaluate({ evidence, aside, account, parameters: { canaryKeys }, now, pass, fail, unknown, notApplicable }) {
    if (canaryKeys === undefined) return yield notApplicable('unset', accountResource(account), {});
    const keys = new Map(evidence['access-keys'].map((key) => [key.id, key]));
    for (const id of new Set(canaryKeys)) {
      const key = keys.get(id);
      if (key === undefined) {
        yield unknown('missing', accountResource(account), { key: id }, { discriminator: id });
        continue;
      }
      const resource = { type: 'iam-user', id: key.user };
      const facts = { key: id, user: key.user, lastUsed: key.lastUsed };
      const calls = aside('cloudtrail-events')?.events.filter((event) => event.accessKey === id) ?? [];
      const [last] = calls.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
      const use = { discriminator: id };
      if (last !== undefined) {
        const { at: lastUsed, name: event, sourceIp = 'an unknown address' } = last;
        yield fail('seen', resource, { ...facts, lastUsed, calls: calls.length, event, sourceIp }, use);
      } else if (key.lastUsed === 'never') yield pass('quiet', resource, facts, use);
      else if (key.lastUsed === 'unknown') yield unknown('untold', resource, facts, use);
      else yield fail('used', resource, facts, use);

      const chain = judgeChain(evidence, { account, wanted: callsWith(id), now });
      const alarm = { discriminator: `${id} alarm` };
      if (!key.active) yield fail('dead', resource, facts, alarm);
      else if (chain.status === 'whole')
        yield pass('watched', resource, { ...facts, told: [...(chain.found.told ?? [])] }, alarm);
      else if (chain.status === 'unknown') yield unknown('elsewhere', resource, { ...facts, why: chain.why }, alarm);
      else yield fail('unwatched', resource, { ...facts, link: chain.link, why: chain.why }, alarm);
    }
  },
  remedies: [watchCanary, makeHeard, answerCanary],
});
