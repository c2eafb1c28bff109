import { Refusal } from '../../../engine/change.ts';
import type { Json } from '../../../engine/json.ts';
import { readable } from '../../../engine/snapshot.ts';
import { toServerCertificate } from '../collect/server-certificates.ts';
import { count, editable, putSorted, removeKeyed } from '../model/edit.ts';
import { type ServerCertificate, uploadKeys } from '../model/uploads.ts';
import { defineOperation, defineResource } from './define.ts';
import { absent } from './live-answers.ts';

type CertificateAddress = { readonly name: string };

/** A TLS certificate of IAM with all that IAM gives out of it, which is not the private key. */
type CertificateValue = {
  readonly path: string;
  /** Which certificate it is: another one under the same name has another id. */
  readonly id: string;
  /** The rest: its ARN, dates, body and chain. */
  readonly facts?: Json;
};

/** A TLS certificate that is kept in IAM, as an export of all but its private key. */
const serverCertificateResource = defineResource<CertificateAddress, CertificateValue>({
  type: 'iam-server-certificate',
  collection: 'server-certificates',
  volatile: ['facts'],
  label: ({ name }) => `server certificate ${name}`,
  read(snapshot, { name }) {
    const found = readable(snapshot, 'server-certificates')?.find((one) => one.name === name);
    return found === undefined ? null : toValue(found);
  },
  write(draft, { name }, value) {
    const certificates = editable(draft, 'server-certificates');
    if (certificates === undefined) return;
    const existing = certificates.find((one) => one.name === name);
    if (value !== null) {
      const { path, id, facts } = value;
      putSorted(
        certificates,
        { name, path, id, ...(facts as unknown as Omit<ServerCertificate, 'name' | 'path' | 'id'>) },
        uploadKeys.serverCertificate,
      );
    } else {
      if (existing === undefined) throw new Refusal(`there is no server certificate ${name} to delete`);
      const users = (readable(draft, 'load-balancers')?.items ?? []).filter(({ listeners }) =>
        listeners.some((listener) => listener.certificates.includes(existing.arn)),
      );
      if (users.length > 0)
        throw new Refusal(
          `IAM does not delete server certificate ${name} while load balancer ${users.map((one) => one.name).join(', ')} uses it`,
        );
      removeKeyed(certificates, name, uploadKeys.serverCertificate);
    }
    count(draft, 'ServerCertificates', Number(value !== null) - Number(existing !== undefined));
  },
  requires: () => [],
  permissions: ['iam:GetServerCertificate'],
  async observe(live, { name }) {
    const iam = await live.iam();
    const answer = await absent(() => iam.getServerCertificate({ ServerCertificateName: name }));
    return answer?.ServerCertificate === undefined ? null : toValue(toServerCertificate(answer.ServerCertificate));
  },
});

function toValue({ name: _, path, id, ...facts }: ServerCertificate): CertificateValue {
  return { path, id, facts: facts as unknown as Json };
}

/** Deletes a certificate for good: its private key is with whoever made it, and IAM gives it to nobody. */
export const deleteServerCertificate = defineOperation({
  name: 'iam:DeleteServerCertificate',
  resource: serverCertificateResource,
  inverse: null,
  reversibility: 'irreversible',
  permissions: ['iam:DeleteServerCertificate', 'iam:GetServerCertificate'],
  title: ({ name }) => `Delete server certificate ${name}`,
  command: ({ name }) => ['iam', 'delete-server-certificate', '--server-certificate-name', name],
  async perform(live, { address: { name } }) {
    const iam = await live.iam();
    await iam.deleteServerCertificate({ ServerCertificateName: name });
    return undefined;
  },
});

export const serverCertificateOperations = [deleteServerCertificate];
