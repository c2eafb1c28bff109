import roleServiceInactivity from '../../../../remediations/aws/roles/role-service-inactivity.ts';
import { testInactivity } from '../../../support/inactivity-cases.ts';

testInactivity(roleServiceInactivity, 'role');
