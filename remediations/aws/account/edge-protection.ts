import { z } from 'zod';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import { byHand } from '../by-hand.ts';
import { gapIn, gapsOf } from '../regions.ts';

const protect = byHand({
  id: 'protect-by-hand',
  title: 'Give the load balancer a web ACL',
  reversibility: 'reversible',
  guide: ({ resource, evidence }) => ({
    title: `Protect ${resource.id} with AWS WAF`,
    steps: [
      `Find a web ACL of the region to share: aws wafv2 list-web-acls --region ${evidence['region']} --scope REGIONAL; or make one in the WAF console, with the managed rule groups AWSManagedRulesCommonRuleSet and AWSManagedRulesAmazonIpReputationList and a rate rule, all set to Count`,
      `aws wafv2 associate-web-acl --region ${evidence['region']} --web-acl-arn WEB-ACL --resource-arn ${resource.arn}`,
      'Read for a week what the rules would have stopped, then set them to Block one by one',
      'Where an outage costs more than 3,000 USD a month, consider Shield Advanced as well',
    ],
    expect: `aws wafv2 get-web-acl-for-resource --region ${evidence['region']} --resource-arn ${resource.arn} shows the web ACL`,
  }),
});

/** Only Application Load Balancers take a web ACL; internal ones do not face the internet, and are left out. */
export default defineControl({
  id: 'edge-protection',
  area: 'account',
  severity: 'info',
  title: 'AWS Shield Advanced / WAF are used where web applications face the internet',
  rationale:
    'What faces the internet is scanned within minutes. A web ACL stops the known attacks and floods before they reach the application, and shows what was tried.',
  risk: 'The first hole in the application is enough, and through it the credentials of the machine behind.',
  whenNotToFix:
    'CloudFront with a web ACL stands in front and nothing else reaches the load balancer, or it serves no HTTP.',
  references: [
    'https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-16',
  ],
  frameworks: { 'nist-800-53-r5': ['AC-4(21)', 'SC-5'], 'pci-dss-4.0': ['6.4.2'], 'soc-2': ['CC6.6'] },
  reads: ['load-balancers', 'waf'],
  parameters: z.object({}),
  messages: {
    protected: 'Load balancer {balancer} is protected by web ACL {acl}',
    bare: 'Load balancer {balancer} faces the internet without a web ACL',
    other: 'Load balancer {balancer} takes no web ACL: it is a {kind} one',
    untold: 'Whether load balancer {balancer} has a web ACL is not known: {why}',
    unseen: 'Whether load balancers face the internet is not known: {why}',
  },
  *evaluate({ evidence: { 'load-balancers': balancers, waf }, account, pass, fail, unknown, notApplicable }) {
    const acls = new Map(
      waf.items.flatMap(({ name, loadBalancers }) => loadBalancers.map((arn) => [arn, name] as const)),
    );
    for (const { name: balancer, arn, region, kind, scheme } of balancers.items) {
      if (scheme === 'internal') continue;
      const resource = { type: 'load-balancer', id: balancer, arn };
      const facts = { balancer, region };
      const acl = acls.get(arn);
      const why = gapIn(waf, region);
      if (kind !== 'application') yield notApplicable('other', resource, { ...facts, kind });
      else if (acl !== undefined) yield pass('protected', resource, { ...facts, acl });
      else if (why !== undefined) yield unknown('untold', resource, { ...facts, why });
      else yield fail('bare', resource, facts);
    }
    for (const { resource, why } of gapsOf(balancers, account)) yield unknown('unseen', resource, { why });
  },
  remedies: [protect],
});
