import { tierPolicyControl } from './tier-policy.ts';

export default tierPolicyControl({
  id: 'role-web-tier-policy',
  parameter: 'webTierTag',
  policyParameter: 'webTierPolicy',
  name: 'web',
  title: 'Roles of web-tier EC2 instances have a policy',
  rationale:
    'The web tier is what strangers reach first. A role of its own, with a policy for the few things that it does, keeps a break-in there from being one into the whole account.',
});
