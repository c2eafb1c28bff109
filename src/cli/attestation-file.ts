import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { z } from 'zod';
import type { Baseline } from '../engine/baseline.ts';
import { compareText } from '../engine/finding.ts';
import { type Attestation, attestationFileSchema, attestationKey } from '../providers/aws/model/attestations.ts';
import type { AwsSnapshot } from '../providers/aws/model/collections.ts';
import type { Host } from './host.ts';
import { readYamlFile } from './yaml-file.ts';

const usual = 'attestations.yaml';

/** The snapshot with what people signed off, where the baseline names a file of it or the folder has one. */
export async function withAttestations(host: Host, baseline: Baseline, snapshot: AwsSnapshot): Promise<AwsSnapshot> {
  const path = resolve(host.cwd, baseline.attestations ?? usual);
  // Without a file there is nothing to put in; one that is named and missing is told of when it is read.
  if (baseline.attestations === undefined && !existsSync(path)) return snapshot;
  return withAttested(snapshot, await readAttestations(path));
}

/** The snapshot with these statements in the place of its own. */
export function withAttested(snapshot: AwsSnapshot, data: Attestation[]): AwsSnapshot {
  return { ...snapshot, collections: { ...snapshot.collections, attestations: { status: 'read', data } } };
}

/** Reads a file of attestations; a broken one stops the run. */
export async function readAttestations(path: string): Promise<Attestation[]> {
  const { attestations } = await readYamlFile(path, await fileSchema(), {
    what: 'the attestations',
    hint: 'nothing was judged: attestations that cannot be read attest nothing',
  });
  return attestations.sort((a, b) => compareText(attestationKey(a), attestationKey(b)));
}

/** The file's schema with what the catalogue knows: a statement that answers no control would attest nothing, unnoticed. */
async function fileSchema(): Promise<z.ZodType<z.output<typeof attestationFileSchema>>> {
  const { controls } = await import('../../remediations/index.ts');
  const { unknownControl } = await import('./catalogue.ts');
  const attested = controls.filter(({ reads }) => reads.includes('attestations')).map(({ id }) => id);
  const answer = (id: string) =>
    controls.some((control) => control.id === id)
      ? `${id} is judged by evidence and cannot be signed off; those that can are ${attested.join(', ')}`
      : unknownControl(id);
  return attestationFileSchema.superRefine(({ attestations }, context) => {
    for (const [index, { control }] of attestations.entries())
      if (!attested.includes(control))
        context.addIssue({ code: 'custom', path: ['attestations', index, 'control'], message: answer(control) });
  });
}
