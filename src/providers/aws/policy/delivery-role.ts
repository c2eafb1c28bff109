import { deliveryTrust } from '../model/audit-policies.ts';
import type { Role } from '../model/authorization-details.ts';
import { sameMeaning } from './canonical.ts';

/** True for a role that nobody but CloudTrail can take, which does nothing with it but deliver events: it is nobody's access. */
export function isDeliveryRole({ trust }: Pick<Role, 'trust'>): boolean {
  return sameMeaning(trust, JSON.stringify(deliveryTrust));
}
