import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { exitCode, RemediateError } from '../../engine/errors.ts';
import type { ImportFile } from '../../providers/aws/import/files.ts';
import { type AwsSnapshot, collectionNames } from '../../providers/aws/model/collections.ts';
import { neutralise } from '../../report/neutral-text.ts';
import { readAttestations, withAttestations, withAttested } from '../attestation-file.ts';
import { loadBaseline } from '../baseline-file.ts';
import { tellCalls } from '../calls.ts';
import { scopeOf, selectControls } from '../catalogue.ts';
import type { Host } from '../host.ts';
import type { RedactOption, SourceOptions } from '../options.ts';
import { asAsked } from '../redaction.ts';
import { progressLines } from '../scanning.ts';
import { openSource, readInput } from '../source.ts';
import { writeResult } from './scan.ts';

/** `remediate snapshot export`: every collection of the account into one file. */
export async function runExport(
  host: Host,
  options: SourceOptions & RedactOption & { readonly output?: string },
): Promise<number> {
  const baseline = await loadBaseline(host, options.config);
  const source = await openSource(host, options);
  const wanted = { collections: collectionNames, scope: scopeOf(selectControls({}, baseline), baseline) };
  const read = await source.snapshot(wanted, progressLines(host));
  const snapshot = await withAttestations(host, baseline, read);
  if (options.verbose === true) await tellCalls(host, { source, snapshot, wanted });
  const { serializeSnapshot } = await import('../../providers/aws/import/snapshot-file.ts');
  writeResult(host, serializeSnapshot(await asAsked(options, snapshot)), options.output);
  return exitCode.ok;
}

interface ImportOptions {
  readonly account?: string;
  readonly region?: string;
  readonly output?: string;
  /** The files of each collection, by the name of its flag as the command parser writes it. */
  readonly [flag: string]: string | readonly string[] | undefined;
}

/** `remediate snapshot import`: a snapshot from what the AWS CLI printed; what was not given stays unknown. */
export async function runImport(host: Host, options: ImportOptions): Promise<number> {
  const given = collectionNames.flatMap((name) => {
    const paths = options[name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
    return Array.isArray(paths) && name !== 'attestations'
      ? [[name, paths.map((path) => readFile(host, path))] as const]
      : [];
  });
  if (given.length === 0)
    throw new RemediateError('Usage', 'there is nothing to import', {
      hint: 'name at least one file, such as --authorization-details details.json',
    });
  const { importSnapshot } = await import('../../providers/aws/import/import-snapshot.ts');
  const { serializeSnapshot } = await import('../../providers/aws/import/snapshot-file.ts');
  const imported = importSnapshot({
    now: host.now(),
    files: Object.fromEntries(given),
    onWarning: (warning) => host.err(`warning: ${neutralise(warning)}\n`),
    ...(options.account === undefined ? {} : { accountId: options.account }),
    ...(options.region === undefined ? {} : { region: options.region }),
  });
  const snapshot = await withAttestedFiles(host, imported, options['attestations']);
  writeResult(host, serializeSnapshot(snapshot), options.output);
  const missing = collectionNames.filter((name) => snapshot.collections[name].status !== 'read');
  if (missing.length > 0) host.err(`Not given, so unknown: ${missing.join(', ')}\n`);
  return exitCode.ok;
}

async function withAttestedFiles(
  host: Host,
  snapshot: AwsSnapshot,
  paths: ImportOptions[string],
): Promise<AwsSnapshot> {
  if (!Array.isArray(paths)) return snapshot;
  const statements = await Promise.all(paths.map((path) => readAttestations(resolve(host.cwd, path))));
  return withAttested(snapshot, statements.flat());
}

function readFile(host: Host, path: string): ImportFile {
  const full = resolve(host.cwd, path);
  return { path, text: readInput(full), modifiedAt: statSync(full).mtime };
}
