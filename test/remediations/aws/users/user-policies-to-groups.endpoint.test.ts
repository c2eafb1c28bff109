import { expect, test } from 'vitest';
import { controls } from '../../../../remediations/index.ts';
import { assemblePlan } from '../../../../src/engine/assemble.ts';
import { baselineSchema } from '../../../../src/engine/baseline.ts';
import type { Value } from '../../../../src/engine/change.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { account, builtAt } from '../../../../src/providers/aws/model/builder.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import { awsProvider } from '../../../../src/providers/aws/provider.ts';
import { startMoto } from '../../../support/moto.ts';
import { expectModelEqualsEndpoint } from '../../../support/operation-endpoint.ts';

test('the whole plan, carried out on an endpoint and undone', async () => {
  const read = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' }] };
  const snapshot = account()
    .user('joan', (user) => user.inline('read', read).attach('arn:aws:iam::aws:policy/AdministratorAccess'))
    .user('lin', (user) => user.inline('read', read))
    .user('mary', (user) => user.inline('reading', read).attach('arn:aws:iam::111122223333:policy/engineering'))
    .build();
  const baseline = baselineSchema.parse({ version: 1 });
  const both = controls.filter(({ id }) => id === 'user-inline-policies' || id === 'user-attached-policies');
  const chosen = evaluate(both, snapshot, baseline, builtAt).filter(({ status }) => status === 'fail');
  const input = { provider: awsProvider, controls: both, snapshot, baseline, now: builtAt, chosen };
  const plan = assemblePlan({ ...input, via: 'api', declarative: () => false });
  expect(plan.predicted.leaves).toEqual([]);

  const moto = await startMoto();
  try {
    const writes = plan.changes.map(({ operation, resource, to }) => ({
      operation: operations.get(operation),
      address: resource.address,
      to: to as Value | null,
    }));
    await expectModelEqualsEndpoint(moto, snapshot, writes);
  } finally {
    await moto.stop();
  }
});
