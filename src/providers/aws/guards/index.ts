import type { Guard } from '../../../engine/guard.ts';
import type { AwsCollections } from '../model/collections.ts';
import { callerAccess } from './caller-access.ts';
import { lastAdministrator } from './last-administrator.ts';
import { noNewAccess } from './no-new-access.ts';
import { protectedPrincipals } from './protected-principals.ts';

/** What every plan for an AWS account must hold. */
export const awsGuards: readonly Guard<AwsCollections>[] = [
  callerAccess,
  lastAdministrator,
  noNewAccess,
  protectedPrincipals,
];
