import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Every AWS managed policy that moto holds, as name and document text; undefined where there is no moto and no CI. */
export function managedPolicies(): ReadonlyMap<string, string> | undefined {
  const file = join(tmpdir(), `remediate-managed-policies-${process.pid}.json`);
  const script = `from moto.iam.aws_managed_policies import aws_managed_policies_data as d\nopen(${JSON.stringify(file)}, 'w').write(d)`;
  try {
    execFileSync('python3', ['-c', script], { stdio: 'pipe' });
  } catch (cause) {
    if (process.env['CI'] !== undefined) throw new Error('the corpus of AWS managed policies needs moto', { cause });
    return undefined;
  }
  const data = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { Document: unknown }>;
  rmSync(file);
  return new Map(Object.entries(data).map(([name, policy]) => [name, JSON.stringify(policy.Document)]));
}
