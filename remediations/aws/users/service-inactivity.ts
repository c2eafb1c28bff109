import { z } from 'zod';
import { type AwsControl, daysBetween, defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { principalsOfInterest, type ServiceUse } from '../../../src/providers/aws/model/last-accessed.ts';
import { leastPrivilege } from '../policies/frameworks.ts';

/** How many services a message names; the evidence has them all. */
const named = 10;

/** The kind of principal whose unused services a control finds, and its words. */
interface Inactivity {
  readonly kind: 'user' | 'role';
  readonly title: string;
  readonly rationale: string;
  readonly whenNotToFix: string;
}

/** True for a service that was not used within the days; the last day counts as within. */
export function isUnused({ lastUsed }: ServiceUse, unusedDays: number, now: Date): boolean {
  return lastUsed === 'never' || (lastUsed !== 'unknown' && daysBetween(lastUsed, now) > unusedDays);
}

/**
 * Finds principals that are granted services which they do not use. IAM tells it for those that were used at all; one
 * that never was is the matter of the practices of unused users and roles, and one younger than the window has had no time
 * to use everything. IAM looks 400 days back, counts attempts that were denied, and is some hours late.
 */
export function serviceInactivityControl({ kind, ...words }: Inactivity): AwsControl {
  return defineControl({
    ...words,
    id: `${kind}-service-inactivity`,
    area: `${kind}s`,
    severity: 'low',
    risk: 'Permissions that nobody would miss are there for whoever gets hold of the credentials.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html',
      'https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html',
    ],
    frameworks: leastPrivilege,
    // Beside the uses themselves: how old a principal is, and of whom IAM was asked.
    reads: ['service-last-accessed', 'authorization-details', 'credential-report'],
    parameters: z.object({ unusedDays: z.number().int().positive().default(90) }),
    messages: {
      used: 'The {kind} {name} used every service that it is granted within {unusedDays} days',
      young: 'The {kind} {name} was made {age} day(s) ago, which is too short to judge',
      unused: 'The {kind} {name} is granted {count} service(s) that it has not used for {unusedDays} days: {services}',
      untold: 'Which services the {kind} {name} used cannot be told: {why}',
    },
    *evaluate({ evidence, parameters: { unusedDays }, now, pass, fail, unknown }) {
      const { 'authorization-details': details, 'credential-report': report } = evidence;
      const told = new Map(evidence['service-last-accessed'].map((entry) => [entry.arn, entry]));
      const asked = new Set([...principalsOfInterest(details, report), ...told.keys()]);
      for (const entity of kind === 'user' ? details.users : details.roles) {
        if (!asked.has(entity.arn)) continue;
        const resource = iamResource(kind, entity);
        const entry = told.get(entity.arn);
        const facts = { kind, name: entity.name, unusedDays, age: daysBetween(entity.createdAt, now) };
        const services = entry?.services ?? undefined;
        if (services === undefined) {
          const why = entry === undefined ? 'IAM was not asked' : (entry.reason ?? 'IAM gave no reason');
          yield unknown('untold', resource, { ...facts, why });
          continue;
        }
        const unused = services.filter((use) => isUnused(use, unusedDays, now)).map(({ service }) => service);
        const dark = services.filter(({ lastUsed }) => lastUsed === 'unknown').map(({ service }) => service);
        if (facts.age <= unusedDays) yield pass('young', resource, facts);
        else if (unused.length > 0)
          yield fail('unused', resource, { ...facts, count: unused.length, services: brief(unused), all: unused });
        else if (dark.length > 0)
          yield unknown('untold', resource, { ...facts, why: `no time of use for ${dark.join(', ')}` });
        else yield pass('used', resource, facts);
      }
    },
    remedies: [],
  });
}

/** The first services by name, and how many more there are. */
export function brief(services: readonly string[]): string[] {
  const rest = services.length - named;
  return rest > 0 ? [...services.slice(0, named), `${rest} more`] : [...services];
}
