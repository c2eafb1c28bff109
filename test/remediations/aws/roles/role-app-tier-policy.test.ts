import roleAppTierPolicy from '../../../../remediations/aws/roles/role-app-tier-policy.ts';
import { testTier } from '../../../support/tier-cases.ts';

testTier(roleAppTierPolicy, 'app');
