import { daysBetween, defineControl } from '../../../src/providers/aws/model/control.ts';
import type { Secret } from '../../../src/providers/aws/model/secrets.ts';
import { gapsOf } from '../regions.ts';
import { rotateByHand, rotationParameters, switchRotationOn } from './rotate-secret.ts';

/**
 * AWS rotates within a window on the day that a rotation is due, so a secret is late once a whole day has passed. A
 * replica rotates where its primary is; what a service manages without rotation, its customer cannot rotate.
 */
export default defineControl({
  id: 'secrets-rotation',
  area: 'account',
  severity: 'medium',
  title: 'Secrets Manager secrets rotate',
  rationale:
    'A secret that never changes is known to all who ever read it: people who left, old servers, logs. One that rotates is known to those who read it this month.',
  risk: 'A password that leaked a year ago still opens the database, and changing it in a hurry breaks what nobody knew of.',
  whenNotToFix:
    'The other side cannot take a new value without a person, such as a partner’s API key: note when it was changed.',
  references: [
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/secretsmanager-controls.html',
  ],
  frameworks: {
    'aws-fsbp': ['SecretsManager.1', 'SecretsManager.2'],
    'nist-800-53-r5': ['AC-2(1)', 'AC-3(15)'],
    'pci-dss-4.0': ['8.3.9', '8.6.3'],
    'iso-27001-2022': ['A.5.17'],
    'soc-2': ['CC6.1'],
  },
  reads: ['secrets'],
  parameters: rotationParameters,
  messages: {
    rotates: 'Secret {secret} rotates, next by {due}',
    off: 'Secret {secret} does not rotate',
    late: 'Secret {secret} was due to rotate by {due} and did not, last rotated {lastRotated}',
    untold: 'Secret {secret} rotates, and when it should is not told',
    replica: 'Secret {secret} is a replica: it rotates in {primary}',
    managed: 'Secret {secret} is managed by {service}, which does not rotate it',
    unseen: 'Whether there are secrets is not known: {why}',
  },
  *evaluate({ evidence: { secrets }, account, now, pass, fail, unknown, notApplicable }) {
    for (const secret of secrets.items) {
      const { name, arn, region, primaryRegion, owningService } = secret;
      const resource = { type: 'secret', id: name, arn };
      const facts = {
        secret: name,
        region,
        lastRotated: secret.lastRotatedAt ?? 'never',
        rotationFunction: secret.rotationFunction ?? null,
      };
      const due = dueAt(secret);
      if (primaryRegion !== undefined && primaryRegion !== region)
        yield notApplicable('replica', resource, { ...facts, primary: primaryRegion });
      else if (!secret.rotationEnabled)
        yield owningService === undefined
          ? fail('off', resource, facts)
          : notApplicable('managed', resource, { ...facts, service: owningService });
      else if (due === undefined) yield unknown('untold', resource, facts);
      else if (daysBetween(due, now) >= 1) yield fail('late', resource, { ...facts, due });
      else yield pass('rotates', resource, { ...facts, due });
    }
    for (const { resource, why } of gapsOf(secrets, account)) yield unknown('unseen', resource, { why });
  },
  remedies: [switchRotationOn, rotateByHand],
});

/** When a secret should rotate next: by its last rotation and its schedule, or as AWS has it planned. */
function dueAt({ lastRotatedAt, nextRotationAt, everyDays, schedule }: Secret): string | undefined {
  const [, count, unit] = /^rate\((\d+) (hour|day)s?\)$/.exec(schedule ?? '') ?? [];
  const hours = everyDays === undefined ? Number(count) * (unit === 'day' ? 24 : 1) : everyDays * 24;
  if (lastRotatedAt === undefined || Number.isNaN(hours)) return nextRotationAt;
  return new Date(Date.parse(lastRotatedAt) + hours * 3_600_000).toISOString();
}
