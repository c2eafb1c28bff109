import { serviceInactivityControl } from './service-inactivity.ts';

export default serviceInactivityControl({
  kind: 'user',
  title: 'Users hold no permissions for services that they do not use',
  rationale:
    'People change their work and keep their permissions. What IAM has seen them use tells what they need, and the rest can go without anybody noticing.',
  whenNotToFix: 'The user needs the service rarely but surely, as at the end of a year or in an emergency.',
});
