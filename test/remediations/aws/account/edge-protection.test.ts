import edgeProtection from '../../../../remediations/aws/account/edge-protection.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const arn = (name: string, region = 'us-east-1') =>
  `arn:aws:elasticloadbalancing:${region}:111122223333:loadbalancer/app/${name}/50dc6c495c0c9188`;
const fails = (given: ReturnType<typeof account>, ...names: readonly string[]) => ({
  given,
  expect: names.map((resource) => ({ resource, reason: 'bare' })),
});

testRemediation(edgeProtection, {
  compliant: {
    'the boring account has none': account(),
    'with a web ACL': account()
      .loadBalancers([{ name: 'web' }])
      .webAcls([{ name: 'edge', loadBalancers: [arn('web')] }]),
    'an internal one': account().loadBalancers([{ name: 'web', scheme: 'internal' }]),
  },
  violating: {
    'no web ACL at all': fails(account().loadBalancers([{ name: 'web' }]), 'web'),
    'a web ACL of another load balancer': fails(
      account()
        .loadBalancers([{ name: 'web' }, { name: 'shop' }])
        .webAcls([{ name: 'edge', loadBalancers: [arn('shop')] }]),
      'web',
    ),
    'a web ACL of a name alike in another region': fails(
      account()
        .loadBalancers([{ name: 'web' }])
        .webAcls([{ name: 'edge', region: 'eu-west-1', loadBalancers: [arn('web', 'eu-west-1')] }]),
      'web',
    ),
  },
  notApplicable: {
    'load balancers that take none': {
      given: account().loadBalancers([
        { name: 'tcp', kind: 'network' },
        { name: 'old', kind: 'classic' },
      ]),
      expect: ['old', 'tcp'].map((resource) => ({ resource, reason: 'other' })),
    },
  },
  unknown: {
    'a region whose load balancers and web ACLs could not be read': {
      given: account()
        .loadBalancers([{ name: 'web', region: 'me-south-1' }])
        .coverage({ gaps: [{ region: 'me-south-1', reason: 'denied' }] }),
      expect: [
        { resource: 'me-south-1', reason: 'unseen' },
        { resource: 'web', reason: 'untold' },
      ],
    },
  },
});
