import { z } from 'zod';
import { timeSchema } from './time.ts';

/** A port that a load balancer listens on; the ARNs of its certificates, of IAM or ACM, the further ones for SNI included. */
export const listenerSchema = z.object({
  port: z.number(),
  protocol: z.string(),
  certificates: z.array(z.string()),
});
export type Listener = z.infer<typeof listenerSchema>;

/** A load balancer of either generation. */
export const loadBalancerSchema = z.object({
  region: z.string(),
  name: z.string(),
  arn: z.string(),
  kind: z.enum(['application', 'network', 'gateway', 'classic']),
  scheme: z.enum(['internet-facing', 'internal']),
  /** Sorted by port and protocol. */
  listeners: z.array(listenerSchema),
});
export type LoadBalancer = z.infer<typeof loadBalancerSchema>;

/** A certificate of AWS Certificate Manager; `notAfter` is absent until it is issued. */
export const acmCertificateSchema = z.object({
  region: z.string(),
  arn: z.string(),
  domain: z.string(),
  status: z.string(),
  /** AMAZON_ISSUED is renewed by ACM, IMPORTED by nobody. */
  type: z.string().optional(),
  notAfter: timeSchema.optional(),
  inUse: z.boolean(),
});
export type AcmCertificate = z.infer<typeof acmCertificateSchema>;

/** A regional web ACL of AWS WAF with the ARNs of the Application Load Balancers that it protects. */
export const webAclSchema = z.object({
  region: z.string(),
  name: z.string(),
  id: z.string(),
  arn: z.string(),
  loadBalancers: z.array(z.string()),
});
export type WebAcl = z.infer<typeof webAclSchema>;

/** The keys that these lists are sorted by. */
export const edgeKeys = {
  loadBalancer: ({ region, arn }: Pick<LoadBalancer, 'region' | 'arn'>) => `${region} ${arn}`,
  listener: ({ port, protocol }: Pick<Listener, 'port' | 'protocol'>) => `${String(port).padStart(5, '0')} ${protocol}`,
  certificate: ({ region, arn }: Pick<AcmCertificate, 'region' | 'arn'>) => `${region} ${arn}`,
  webAcl: ({ region, arn }: Pick<WebAcl, 'region' | 'arn'>) => `${region} ${arn}`,
} as const;
