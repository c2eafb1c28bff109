import { eachFinding } from '../../../src/engine/remedy.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import {
  deleteSigningCertificate,
  updateSigningCertificate,
} from '../../../src/providers/aws/operations/signing-certificates.ts';
import { byHand } from '../by-hand.ts';

/** AWS does not tell whether anything signs with a certificate: who holds the private key has to say. */
export const replaceByOwner = byHand({
  id: 'replace-by-owner',
  title: 'Have the owner move to a role or a new certificate, then retire the old one',
  reversibility: 'recoverable',
  guide: ({ resource: { id: user }, discriminator: id }) => ({
    title: `Have ${user} replace signing certificate ${id}`,
    steps: [
      `Ask ${user} what signs with it: old SOAP interfaces and EC2's AMI tools are all that ever did. What can take a role gets one, and needs no certificate any more.`,
      `For what cannot, have ${user} make a new key pair and certificate where the old one is kept; the private key never leaves the machine.`,
      `Upload it: aws iam upload-signing-certificate --user-name ${user} --certificate-body file://NEW.pem`,
      `Deactivate the old one: aws iam update-signing-certificate --user-name ${user} --certificate-id ${id} --status Inactive`,
      `A week later, when nothing has failed, delete it: aws iam delete-signing-certificate --user-name ${user} --certificate-id ${id}`,
    ],
    expect: `aws iam list-signing-certificates --user-name ${user} shows ${id} as Inactive, or no more`,
  }),
});

/** Ends the certificate without waiting for its owner; until the days of grace are over it can be activated again. */
export const retireCertificate = defineRemedy({
  id: 'retire-signing-certificate',
  via: ['api'],
  title: 'Deactivate the signing certificate, and delete it after the days of grace',
  reversibility: 'recoverable',
  *propose(context) {
    yield* eachFinding(context, ({ resource: { id: user }, discriminator: id = '', control }, steps) => {
      const address = { user, id };
      const title = `Retire signing certificate ${id} of ${user}`;
      const value = steps.value(updateSigningCertificate, address);
      if (value === null) return { title, blocked: 'the certificate is not in the list of signing certificates' };
      const off = steps.add(updateSigningCertificate, address, { ...value, active: false });
      const days = Number(context.parameters(control)['graceDays']);
      if (off !== undefined) steps.nextStage().add(deleteSigningCertificate, address, null, { after: off, days });
      return { title };
    });
  },
});
