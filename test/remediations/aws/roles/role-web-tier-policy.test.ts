import roleWebTierPolicy from '../../../../remediations/aws/roles/role-web-tier-policy.ts';
import { testTier } from '../../../support/tier-cases.ts';

testTier(roleWebTierPolicy, 'web');
