import type { TerraformMetaArguments, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

/** How one kind of resource is written in Terraform: the only place that knows its attributes. */
export interface Rendering<A, V> {
  /** What tells it apart from its like, for its name in the stack. */
  name(address: A): readonly string[];
  /** The region that it lives in; IAM has none. */
  region?(address: A): string;
  /** By what Terraform finds one that exists already. */
  importId(address: A, value: V): string;
  /** Attributes that a change says nothing of, and that Terraform would reset on one that it takes over. */
  readonly keeps?: readonly string[];
  /** Makes it; its region is that of the provider, and its ARN comes from AWS. */
  make(
    scope: Construct,
    id: string,
    address: Omit<A, 'region' | 'arn'>,
    value: V,
    meta?: TerraformMetaArguments,
  ): TerraformResource;
}

/** Names a rendering, its address and value typed. */
export function defineRendering<A, V>(rendering: Rendering<A, V>): Rendering<A, V> {
  return rendering;
}
