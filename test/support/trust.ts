import type { Role } from '../../src/providers/aws/model/authorization-details.ts';

/** A trust policy of one statement. */
export function trustOf(principal: unknown, condition?: object, action = 'sts:AssumeRole'): string {
  const statement = { Effect: 'Allow', Principal: principal, Action: action };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [condition === undefined ? statement : { ...statement, Condition: condition }],
  });
}

/** Makes a built role trust a principal under a condition. */
export function trusting(principal: unknown, condition?: object): (role: Role) => void {
  return (role) => {
    role.trust = trustOf(principal, condition);
  };
}
