import { z } from 'zod';
import { isAwsRole } from '../../../src/providers/aws/model/authorization-details.ts';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { allowanceReader } from '../../../src/providers/aws/policy/abilities.ts';
import { standings } from '../../../src/providers/aws/policy/administrators.ts';
import { targetsOf } from '../../../src/providers/aws/policy/escalation-targets.ts';
import { entityPermissions } from '../../../src/providers/aws/policy/permissions.ts';
import { holderContext, holderOf, reachesSome } from '../../../src/providers/aws/policy/reach.ts';
import { narrowPolicies, reviewNarrowing } from '../narrowing/narrow-policies.ts';
import { isOnList } from './roles.ts';

const action = 'ecs:executecommand';
const mayRunCommands = allowanceReader(action);

/**
 * Judges users and roles, since groups make no requests. A command needs both a cluster and a task that are allowed.
 * Until a list is set, administrators are taken to be approved and nobody else is; a list says all there is to say.
 */
export default defineControl({
  id: 'role-ecs-execute-command',
  area: 'roles',
  severity: 'high',
  title: 'Only approved principals may run commands in ECS containers',
  rationale:
    "ECS Exec opens a shell, often as root, inside a running container. From there one reads its secrets, acts with its task's role and changes what the program does, past every deployment review.",
  risk: 'Whoever has the permission has the permissions of every task, and leaves little trace beside the call itself.',
  whenNotToFix:
    'The principal is how incidents are debugged: put it on approvedExecPrincipals, and log the sessions of ECS Exec.',
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-6', 'AC-6(5)', 'AC-17'],
    'pci-dss-4.0': ['7.2.2'],
    'iso-27001-2022': ['A.8.2', 'A.8.18'],
    'soc-2': ['CC6.3'],
  },
  reads: ['authorization-details'],
  parameters: z.object({
    /** Names or ARNs of users and roles that may, `*` standing for any text; administrators need to be on it too. */
    approvedExecPrincipals: z.array(z.string()).optional(),
  }),
  messages: {
    none: 'The {kind} {name} cannot run commands in ECS containers',
    approved: 'The {kind} {name} may run commands in ECS containers and is approved to',
    allowed: 'The {kind} {name} is allowed ecs:ExecuteCommand and not approved to',
    possible:
      'The {kind} {name} may be allowed ecs:ExecuteCommand: a condition, or a document that is not in the evidence, decides',
  },
  *evaluate({ evidence, parameters: { approvedExecPrincipals: list }, pass, fail, unknown }) {
    const details = evidence['authorization-details'];
    const mayRun = mayRunCommands(details);
    for (const { type: kind, entity, administrator } of standings(details)) {
      if ('trust' in entity && isAwsRole(entity)) continue;
      const facts = { kind, name: entity.name };
      const resource = iamResource(kind, entity);
      if (!mayRun(entity)) {
        yield pass('none', resource, facts);
        continue;
      }
      const set = entityPermissions(details, entity);
      const holder = holderOf(entity.arn);
      const context = holderContext(holder);
      const reaches = targetsOf(action, holder).map((target) => reachesSome(set, action, target, context));
      const isApproved = () => (list === undefined ? administrator === 'yes' : isOnList(list, entity));
      if (reaches.includes('no') && set.complete) yield pass('none', resource, facts);
      else if (isApproved()) yield pass('approved', resource, facts);
      else if (reaches.every((reach) => reach === 'yes') && set.complete) yield fail('allowed', resource, facts);
      else yield unknown('possible', resource, facts);
    }
  },
  remedies: [reviewNarrowing, narrowPolicies],
});
