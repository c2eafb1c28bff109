import { tierPolicyControl } from './tier-policy.ts';

export default tierPolicyControl({
  id: 'role-app-tier-policy',
  parameter: 'appTierTag',
  policyParameter: 'appTierPolicy',
  name: 'app',
  title: 'Roles of app-tier EC2 instances have a policy',
  rationale:
    'The app tier reads queues, tables and secrets. A role with a policy gives it those by credentials that change by themselves every few hours, and that no disk holds.',
});
