/**
 * Feeds random documents and mutations of real ones to the policy language: each must parse or explain itself, and none may
 * throw. `npm run fuzz [COUNT] [SEED]`; the real ones are the AWS managed policies where moto is installed.
 */
import { execFileSync } from 'node:child_process';
import { accessChanges } from '../src/providers/aws/policy/access-change.ts';
import { administrators } from '../src/providers/aws/policy/administrators.ts';
import { canonicalDocument } from '../src/providers/aws/policy/canonical.ts';
import { diffDocuments } from '../src/providers/aws/policy/diff.ts';
import { parseDocument } from '../src/providers/aws/policy/document.ts';
import { escalations } from '../src/providers/aws/policy/escalation.ts';
import { evaluate } from '../src/providers/aws/policy/evaluate.ts';
import { narrowDocument } from '../src/providers/aws/policy/narrow.ts';
import { renderWithin } from '../src/providers/aws/policy/render.ts';
import { readTrust } from '../src/providers/aws/policy/trust.ts';
import { validateDocument } from '../src/providers/aws/policy/validate.ts';
import { arbitraryDocument, mutate, seeded } from './fuzz-documents.ts';

const count = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const random = seeded(seed);
const real = [...managedPolicies(), ...samples()];
let understood = 0;
const started = performance.now();

process.stderr.write(`fuzz: ${count} documents, seed ${seed}, ${real.length} real ones to start from\n`);
for (let at = 0; at < count; at++) {
  const text = at % 2 === 0 ? arbitraryDocument(random) : mutate(pick(real), random);
  try {
    if (examine(text, at)) understood++;
  } catch (error) {
    process.stderr.write(
      `fuzz: document ${at} of seed ${seed} failed\n${text}\n${error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exit(1);
  }
}
const seconds = ((performance.now() - started) / 1000).toFixed(1);
process.stdout.write(
  `fuzz: ${count} documents, ${understood} understood, ${count - understood} explained, none threw, ${seconds} s\n`,
);

/** Puts one document through everything; true when it was understood. */
function examine(text: string, at: number): boolean {
  const { document, problems } = parseDocument(text);
  if (!document.complete && problems.length === 0) throw new Error('not understood, and nothing is said of why');
  for (const { path, message, expected } of problems)
    if (message === '' || expected === '' || path.includes('undefined'))
      throw new Error(`a problem explains nothing: ${path}`);
  const canonical = canonicalDocument(text);
  if (canonicalDocument(canonical) !== canonical) throw new Error('the canonical form is not idempotent');
  evaluate(
    { principal: 'arn:aws:iam::111122223333:user/x', action: 's3:GetObject', resource: '*' },
    { identity: [{ name: 'p', document: text }] },
  );
  if (at % 10 !== 0) return document.complete;
  validateDocument(text, 'identity', 6144);
  readTrust(text, '111122223333');
  renderWithin(text);
  narrowDocument(text, { services: ['s3'] });
  diffDocuments(text, pick(real));
  const user = {
    name: 'x',
    id: 'x',
    arn: 'arn:aws:iam::111122223333:user/x',
    path: '/',
    createdAt: '',
    groups: [],
    attached: [],
    tags: {},
  };
  const details = {
    users: [{ ...user, inline: [{ name: 'p', document: text }] }],
    groups: [],
    roles: [],
    policies: [],
    emptyProfiles: [],
  };
  administrators(details);
  escalations(details);
  accessChanges({ ...details, users: [] }, details);
  return document.complete;
}

function pick(texts: readonly string[]): string {
  return texts[Math.floor(random() * texts.length)] ?? '';
}

function managedPolicies(): string[] {
  try {
    const script = 'from moto.iam.aws_managed_policies import aws_managed_policies_data as d\nprint(d)';
    const data = JSON.parse(
      execFileSync('python3', ['-c', script], { maxBuffer: 1 << 30, stdio: 'pipe' }).toString(),
    ) as Record<string, { Document: unknown }>;
    return Object.values(data).map((policy) => JSON.stringify(policy.Document));
  } catch {
    return [];
  }
}

function samples(): string[] {
  return [
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":["ec2.amazonaws.com"]},"Action":"sts:AssumeRole"}}',
    '{"Statement":[{"Sid":"a","Effect":"Deny","NotAction":["iam:*"],"NotResource":"arn:aws:s3:::x/*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":false}}}]}',
  ];
}
