import { eachFinding } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { dropGrants, grantsBehind } from './drop-grants.ts';
import { editingAbilities } from './policy-editing.ts';

/** Takes from the user what lets it edit policies; what else those policies and groups gave goes with it. */
export const takePolicyEditing = defineRemedy({
  id: 'take-policy-editing',
  via: ['api'],
  title: 'Take from the user what lets it edit policies',
  reversibility: 'reversible',
  *propose(context) {
    const details = readable(context.snapshot, 'authorization-details');
    yield* eachFinding(context, ({ resource: { id: name } }, steps) => {
      const title = `Take the editing of policies from user ${name}`;
      const entity = details?.users.find((user) => user.name === name);
      if (details === undefined || entity === undefined)
        return { title, blocked: `user ${name} is not in the evidence` };
      const holder = { type: 'user', entity } as const;
      const grants = grantsBehind(details, holder, (state) => {
        const { can, may } = editingAbilities(state, { type: 'user', name });
        return can.length + may.length > 0;
      });
      if (grants === undefined) return { title, blocked: `nothing that ${name} holds can be taken to that end` };
      dropGrants(steps, holder, grants);
      return { title };
    });
  },
});
