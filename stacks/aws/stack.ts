import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import { LocalBackend, type TerraformResource, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Change } from '../../src/engine/change.ts';
import { type Rendered, renderChange } from './render.ts';

/** The versions of the AWS provider that the stacks are written for; cdktf would ask for the newest alone. */
export const providerVersions = '>= 5.100.0, < 7.0.0';

/** What a stack is made from. */
export interface StackInput {
  readonly changes: readonly Change[];
  /** The id of the only account that the stack may be applied to. */
  readonly account: string;
  /** The provider's region where no change names one; without it the provider asks AWS_REGION or the profile. */
  readonly region?: string;
}

/**
 * The wanted ends of the changes as one Terraform stack. What is not wanted (`to` is null) is left out, which is
 * how a resource that the stack made is destroyed; what exists before is taken over by an import block.
 */
export class RemediationStack extends TerraformStack {
  /** The resource of each change, by the change's id. */
  readonly resources: ReadonlyMap<string, TerraformResource>;

  constructor(scope: Construct, id: string, input: StackInput, side: 'from' | 'to' = 'to') {
    super(scope, id);
    new LocalBackend(this, { path: 'terraform.tfstate' });
    this.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version: providerVersions });
    const rendered = input.changes.map(renderChange);
    const providers = this.#addProviders(input, rendered);
    this.resources = this.#addResources(rendered, providers, side);
  }

  /**
   * One provider for each region, those of changes that are left out too: Terraform needs them to destroy.
   * The changes alone say which region has no alias, so that a plan is undone in the region in which it was applied.
   */
  #addProviders(input: StackInput, rendered: readonly Rendered[]): Map<string, AwsProvider> {
    const common = { allowedAccountIds: [input.account] };
    const [home, ...others] = new Set(rendered.flatMap((item) => item.region ?? []));
    const region = home ?? input.region;
    new AwsProvider(this, 'aws', { ...common, ...(region === undefined ? {} : { region }) });
    return new Map(
      others.map((other) => [other, new AwsProvider(this, `aws_${other}`, { ...common, region: other, alias: other })]),
    );
  }

  #addResources(
    rendered: readonly Rendered[],
    providers: ReadonlyMap<string, AwsProvider>,
    side: 'from' | 'to',
  ): Map<string, TerraformResource> {
    const resources = new Map<string, TerraformResource>();
    for (const { change, name, region, importId, keeps, make } of rendered) {
      if (change[side] === null) continue;
      const provider = region === undefined ? undefined : providers.get(region);
      const resource = make(side, this, {
        ...(provider === undefined ? {} : { provider }),
        ...(keeps.length === 0 ? {} : { lifecycle: { ignoreChanges: [...keeps] } }),
      });
      resource.overrideLogicalId(name);
      if (importId !== undefined) resource.importFrom(importId);
      resources.set(change.id, resource);
    }
    // Names and ARNs are written out and the order is said: the reviewed plan then knows every value beforehand.
    for (const { change } of rendered) {
      const earlier = change.dependsOn.flatMap((other) => resources.get(other) ?? []);
      const resource = resources.get(change.id);
      if (resource !== undefined && earlier.length > 0) resource.dependsOn = earlier.map(addressOf);
    }
    return resources;
  }
}

/** A resource's address in the stack, such as `aws_iam_group.developers`. */
export function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}
