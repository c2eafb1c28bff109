import { eachFinding } from '../../../src/engine/remedy.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { deleteLoginProfile } from '../../../src/providers/aws/operations/login-profiles.ts';

/** The discriminator of findings about a user's console password. */
export const passwordDiscriminator = 'password';

/** Takes the console password away from the user of a finding; keys, groups and policies stay. */
export const removePassword = defineRemedy({
  id: 'delete-login-profile',
  via: ['api'],
  title: 'Delete the console password',
  reversibility: 'recoverable',
  suits: (finding) => finding.discriminator === passwordDiscriminator,
  *propose(context) {
    yield* eachFinding(context, (finding, steps) => {
      const user = finding.resource.id;
      steps.add(deleteLoginProfile, { user }, null);
      return { title: `Delete the console password of ${user}` };
    });
  },
});
