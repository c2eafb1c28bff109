import roleSharedByWorkloads from '../../../../remediations/aws/roles/role-shared-by-workloads.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const own = '111122223333';
const role = (name: string) => `arn:aws:iam::${own}:role/${name}`;
const profile = `arn:aws:iam::${own}:instance-profile/shop`;
const shop = () =>
  account().role('shop', ({ instanceProfiles }) =>
    instanceProfiles.push({ name: 'shop', arn: profile, createdAt: account().daysAgo(300) }),
  );

testRemediation(roleSharedByWorkloads, {
  compliant: {
    'a role for each function': account().functions([
      { name: 'resize', role: role('resize') },
      { name: 'mail', role: role('mail') },
    ]),
    'a fleet of instances': shop().instances([
      { id: 'i-1', profile },
      { id: 'i-2', profile },
    ]),
    'one function in two regions': account().functions([
      { name: 'resize', role: role('resize') },
      { name: 'resize', region: 'eu-west-1', role: role('resize') },
    ]),
    'a function, and an instance that is gone': shop()
      .functions([{ name: 'mail', role: role('shop') }])
      .instances([{ id: 'i-1', profile, state: 'terminated' }]),
  },
  violating: {
    'two functions': {
      given: account().functions([
        { name: 'resize', role: role('worker') },
        { name: 'mail', role: role('worker') },
      ]),
      expect: [{ resource: 'worker', reason: 'shared' }],
    },
    'a function and an instance': {
      given: shop()
        .functions([{ name: 'mail', role: role('shop') }])
        .instances([{ id: 'i-1', profile }]),
      expect: [{ resource: 'shop', reason: 'mixed' }],
    },
    'functions in two regions, with a role under a path': {
      given: account().functions([
        { name: 'resize', role: role('service-role/worker') },
        { name: 'mail', region: 'eu-west-1', role: role('service-role/worker') },
      ]),
      expect: [{ resource: 'worker', reason: 'shared' }],
    },
  },
  unknown: {
    'a region that could not be read': {
      given: account().coverage({ regions: ['us-east-1'], gaps: [{ region: 'eu-west-1', reason: 'denied' }] }),
      expect: [
        { resource: 'eu-west-1', reason: 'unseen', discriminator: 'functions' },
        { resource: 'eu-west-1', reason: 'unseen', discriminator: 'instances' },
      ],
    },
  },
});
