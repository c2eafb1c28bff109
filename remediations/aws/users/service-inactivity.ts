import { z } from 'zod';
import type { AuthorizationDetails, Role, User } from '../../../src/providers/aws/model/authorization-details.ts';
import { type AwsControl, daysBetween, defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import type { ServiceUse } from '../../../src/providers/aws/model/last-accessed.ts';
import { lookout } from '../../../src/providers/aws/policy/bearing.ts';
import { servicesGranted } from '../../../src/providers/aws/policy/classify.ts';
import { parseDocument } from '../../../src/providers/aws/policy/document.ts';
import { memoized } from '../../../src/providers/aws/policy/memo.ts';
import { narrowPolicies, reviewNarrowing } from '../narrowing/narrow-policies.ts';
import { leastPrivilege } from '../policies/frameworks.ts';
import { askedOf, brief, toldByArn, unusedFor } from '../policies/service-use.ts';

/** The kind of principal whose unused services a control finds, and its words. */
interface Inactivity {
  readonly kind: 'user' | 'role';
  readonly title: string;
  readonly rationale: string;
  readonly whenNotToFix: string;
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
      const told = toldByArn(evidence['service-last-accessed']);
      const asked = askedOf(details)(report);
      const unusedOf = unusedGrants(details, unusedFor(unusedDays, now));
      for (const entity of kind === 'user' ? details.users : details.roles) {
        const entry = told.get(entity.arn);
        if (entry === undefined && !asked.has(entity.arn)) continue;
        const resource = iamResource(kind, entity);
        const { name } = entity;
        const age = daysBetween(entity.createdAt, now);
        const facts = { kind, name, unusedDays, age };
        const services = entry?.services ?? undefined;
        if (services === undefined) {
          const why = entry === undefined ? 'IAM was not asked' : (entry.reason ?? 'IAM gave no reason');
          yield unknown('untold', resource, { ...facts, why });
          continue;
        }
        if (age <= unusedDays) {
          yield pass('young', resource, facts);
          continue;
        }
        const unused = unusedOf(entity, services);
        const count = unused.length;
        if (count > 0)
          yield fail('unused', resource, { kind, name, unusedDays, age, count, services: brief(unused), all: unused });
        else if (services.some(isDark)) {
          const dark = services.filter(isDark).map(({ service }) => service);
          yield unknown('untold', resource, { ...facts, why: `no time of use for ${dark.join(', ')}` });
        } else yield pass('used', resource, facts);
      }
    },
    remedies: [reviewNarrowing, narrowPolicies],
  });
}

/** True where IAM does not tell whether a service was used. */
function isDark({ lastUsed }: ServiceUse): boolean {
  return lastUsed === 'unknown';
}

interface Granted {
  readonly granted: ReadonlySet<string>;
  readonly complete: boolean;
}

const servicesOf = memoized(
  (document: string): Granted => ({
    granted: new Set(servicesGranted(document)),
    complete: parseDocument(document).document.complete,
  }),
);

/**
 * Finds the services that a principal's policies grant and that it does not use: IAM's report may be older than they are.
 * A policy that is not held or not understood may grant anything.
 */
function unusedGrants(
  details: AuthorizationDetails,
  isIdle: (use: ServiceUse) => boolean,
): (entity: User | Role, uses: readonly ServiceUse[]) => string[] {
  const { atPrincipal } = lookout<readonly Granted[]>(details, {
    lookAt: (document) => [servicesOf(document)],
    nothing: [],
    notHeld: [{ granted: new Set(), complete: false }],
    join: (a, b) => (a.length === 0 ? b : b.length === 0 ? a : [...a, ...b]),
  });
  return (entity, uses) => {
    const held = atPrincipal(entity);
    const found: string[] = [];
    for (const use of uses) if (isIdle(use) && isGranted(use.service, held)) found.push(use.service);
    return found;
  };
}

function isGranted(service: string, held: readonly Granted[]): boolean {
  for (const { granted, complete } of held) if (!complete || granted.has(service)) return true;
  return false;
}
