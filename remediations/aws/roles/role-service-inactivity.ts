import { serviceInactivityControl } from '../users/service-inactivity.ts';

export default serviceInactivityControl({
  kind: 'role',
  title: 'Roles hold no permissions for services that they do not use',
  rationale:
    'A program does the same every day, so that what IAM has seen its role use is what it needs. Everything else was given in case, copied from elsewhere, or left over from an earlier version.',
  whenNotToFix:
    'The role deploys or recovers other things, and uses most services only when something changes or breaks.',
});
