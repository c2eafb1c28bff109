import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RootConstruct } from 'constructs';
import type { Change } from '../../src/engine/change.ts';
import type { Json } from '../../src/engine/json.ts';
import { printHcl } from '../hcl.ts';
import { mapTexts, plain } from './literal.ts';
import { addressOf, RemediationStack, type StackInput } from './stack.ts';

type Attributes = { readonly [name: string]: Json };

/** One resource of a stack as Terraform must plan it: what it is before and after, null where it is not there. */
export interface StackResource {
  /** The id of the change that it comes from. */
  readonly change: string;
  readonly address: string;
  /** The id by which an existing resource is taken over. */
  readonly importId?: string;
  readonly before: Attributes | null;
  readonly after: Attributes | null;
}

/** A stack as text: what Terraform runs, the same for the reviewer, and what its plan must hold. */
export interface StackText {
  readonly main: string;
  readonly review: string;
  readonly resources: readonly StackResource[];
}

/** Arguments that Terraform itself reads and that are no attributes of the resource. */
const metaArguments = new Set(['depends_on', 'provider', 'lifecycle']);

/** Renders the changes as one stack; pure. */
export function renderStack(input: StackInput): StackText {
  const wanted = configure(input, 'to');
  const present = configure(input, 'from');
  const main = wanted.configuration;
  return {
    main: `${JSON.stringify(main, null, 2)}\n`,
    review: printHcl(main),
    resources: input.changes.flatMap((change) => {
      const [before, after] = [present.resource(change), wanted.resource(change)];
      const address = after?.address ?? before?.address;
      if (address === undefined) return [];
      return {
        change: change.id,
        address,
        ...(after?.importId === undefined ? {} : { importId: after.importId }),
        before: before?.attributes ?? null,
        after: after?.attributes ?? null,
      };
    }),
  };
}

/**
 * Writes the stack into a folder: `main.tf.json`, which is what Terraform runs, and `review/main.tf`, the same
 * in HCL for the reader. Terraform loads no subfolder, so it never meets both.
 */
export async function synthesize(input: StackInput, directory: string): Promise<readonly StackResource[]> {
  const { main, review, resources } = renderStack(input);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'main.tf.json'), main);
  writeReview(directory, review);
  return resources;
}

/** Writes what a stack says in HCL beside it, where Terraform does not look. */
export function writeReview(directory: string, review: string): void {
  mkdirSync(join(directory, 'review'), { recursive: true });
  writeFileSync(join(directory, 'review', 'main.tf'), review);
}

interface Configured {
  readonly configuration: Attributes;
  resource(change: Change): { address: string; importId?: string; attributes: Attributes } | undefined;
}

function configure(input: StackInput, side: 'from' | 'to'): Configured {
  const stack = new RemediationStack(new RootConstruct(), 'remediate', input, side);
  const {
    terraform,
    provider,
    resource = {},
    import: imports = [],
  } = withoutNotes(stack.toTerraform()) as {
    terraform: Json;
    provider: Json;
    resource?: { readonly [type: string]: { readonly [name: string]: Attributes } };
    import?: readonly { readonly to: string; readonly id: string }[];
  };
  return {
    configuration: {
      terraform,
      provider,
      ...(imports.length === 0 ? {} : { import: imports }),
      ...(Object.keys(resource).length === 0 ? {} : { resource }),
    },
    resource({ id }) {
      const made = stack.resources.get(id);
      if (made === undefined) return undefined;
      const address = addressOf(made);
      const written = resource[made.terraformResourceType]?.[made.friendlyUniqueId] ?? {};
      const attributes = Object.entries(written).filter(([name]) => !metaArguments.has(name));
      const importId = imports.find(({ to }) => to === address)?.id;
      return {
        address,
        ...(importId === undefined ? {} : { importId: plain(importId) }),
        attributes: mapTexts(Object.fromEntries(attributes), plain),
      };
    },
  };
}

/** The configuration without the notes that cdktf keeps for its own tools under `//`. */
function withoutNotes(configuration: unknown): unknown {
  return JSON.parse(JSON.stringify(configuration, (key, value: unknown) => (key === '//' ? undefined : value)));
}
