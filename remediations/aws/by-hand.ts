import type { Finding } from '../../src/engine/finding.ts';
import { eachFinding, type Guide, type ProposeContext } from '../../src/engine/remedy.ts';
import type { AwsCollections } from '../../src/providers/aws/model/collections.ts';
import { type AwsRemedy, defineRemedy } from '../../src/providers/aws/model/control.ts';

/** What a guide's file writes: how the remedy is called, and what a person does for the resource of one finding. */
type ByHand = Pick<AwsRemedy, 'id' | 'title' | 'reversibility' | 'looksAt' | 'suits'> & {
  guide(finding: Finding, context: ProposeContext<AwsCollections>): { readonly title: string } & Guide;
};

/** A remedy that a person carries out, in steps for the very resource of each finding. */
export function byHand({ guide, ...remedy }: ByHand): AwsRemedy {
  return defineRemedy({
    ...remedy,
    via: ['manual'],
    *propose(context) {
      yield* eachFinding(context, (finding) => {
        const { title, ...steps } = guide(finding, context);
        return { title, guide: steps };
      });
    },
  });
}
