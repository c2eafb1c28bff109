import { controls } from '../../remediations/index.ts';
import { type Random, seeded } from '../../scripts/fuzz-documents.ts';
import { type Format, formats } from '../../src/cli/options.ts';
import { makePlan } from '../../src/cli/planning.ts';
import { renderResult, toScanResult } from '../../src/cli/render.ts';
import type { Scanned } from '../../src/cli/scanning.ts';
import { checkPlan } from '../../src/engine/apply.ts';
import { defaultBaseline } from '../../src/engine/baseline.ts';
import { RemediateError } from '../../src/engine/errors.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { type Plan, parsePlan, planDigest } from '../../src/engine/plan.ts';
import type { Account } from '../../src/engine/provider.ts';
import { parseSnapshot } from '../../src/providers/aws/import/snapshot-file.ts';
import { account, builtAt } from '../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import { operations } from '../../src/providers/aws/operations/index.ts';
import { planPermissions } from '../../src/providers/aws/permissions.ts';
import { redact } from '../../src/providers/aws/redact/redact.ts';
import { demoAccount } from '../../src/providers/sandbox/demo-account.ts';
import { neutralise, neutralJson } from '../../src/report/neutral-text.ts';
import { plain } from '../../src/report/painter.ts';
import { planMarkdown } from '../../src/report/plan-markdown.ts';
import { planText } from '../../src/report/plan-text.ts';
import { literal, plain as plainText } from '../../stacks/aws/literal.ts';
import { hostIn } from '../support/host.ts';
import { lies, pick, spoil } from './hostile-inputs.ts';
import { type Check, csv, json, jsonLines, markdown, markup, terminal } from './neutral-outputs.ts';
import type { TortureRow, TortureScale } from './row.ts';

const now = builtAt;
const host = hostIn('/nowhere');
/** Little of everything, so that thousands of its mutations are judged and told. */
const sound = account(now)
  .passwordPolicy(null)
  .group('contractors')
  .user('maria', (user) =>
    user.noMfa().key({ ageDays: 400 }).inline('reports', { Version: '2012-10-17', Statement: [] }),
  )
  .build();
const look = { terminal: true, hints: [], region: 'us-east-1' };

/** Feeds spoilt snapshots and plans to the program: each is refused in one sentence, or told without any of it being obeyed. */
export async function hostileTorture(scale: TortureScale): Promise<TortureRow[]> {
  const [snapshots, plans, strings] = scale === 'full' ? [2000, 8000, 5000] : [60, 90, 200];
  const plan = await planOf(demoAccount(now));
  const checks = await checksOf();
  const random = seeded(20_261_122);
  return [
    await feed('hostile snapshots', snapshots, () => tellSnapshot(spoil(random, sound), checks, random)),
    await feed('hostile plans', plans, () => tellPlan(spoil(random, plan, signed), random)),
    await feed('hostile Terraform strings', strings, async () => tellLiteral(random)),
  ];
}

/** Runs a case so many times; what it throws, and what takes it too long, are failures. */
async function feed(name: string, count: number, run: () => Promise<'refused' | 'told'>): Promise<TortureRow> {
  const failures: string[] = [];
  const ends = { refused: 0, told: 0 };
  for (let at = 0; at < count; at += 1) {
    const began = performance.now();
    try {
      ends[await run()] += 1;
    } catch (error) {
      failures.push(
        `case ${at}: ${neutralise(error instanceof Error ? `${error.message} ${error.stack?.split('\n')[1]}` : String(error))}`,
      );
    }
    const seconds = (performance.now() - began) / 1000;
    if (seconds > 60) failures.push(`case ${at} took ${Math.round(seconds)} s`);
  }
  // A torture in which everything is refused, or nothing is, tries nothing.
  if (ends.told === 0) failures.push('nothing came through');
  return { name: `${name} (${ends.refused} refused)`, runs: count, failures };
}

/** Reads input that may be refused: in one sentence, fit for a screen. */
function taken<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RemediateError)) throw error;
    if (error.message.trim() === '' || error.hint === undefined)
      throw new Error(`refused without a sentence: ${error.message.slice(0, 200)}`);
    return undefined;
  }
}

async function tellSnapshot(
  text: string,
  checks: Readonly<Record<Format, Check>>,
  random: Random,
): Promise<'refused' | 'told'> {
  const snapshot = taken(() => parseSnapshot(text, 'snapshot.json'));
  if (snapshot === undefined) return 'refused';
  const scanned = scannedOf(snapshot);
  const result = toScanResult(scanned);
  const shared = random() < 0.2 ? redact(result, snapshot) : result;
  for (const format of formats) expectNeutral(format, await renderResult(host, shared, format, look), checks[format]);
  if (random() < 0.2) tellThrough(await planOf(snapshot, scanned));
  return 'told';
}

async function tellPlan(text: string, random: Random): Promise<'refused' | 'told'> {
  const plan = taken(() => parsePlan(text, 'plan.json'));
  if (plan === undefined) return 'refused';
  tellThrough(random() < 0.2 ? redact(plan) : plan);
  taken(() => planPermissions(plan, undefined));
  await checkPlan(plan, operations, accountOf(plan)).catch((error: unknown) =>
    taken(() => {
      throw error;
    }),
  );
  return 'told';
}

/** An account in which nothing of what a plan names exists; what its addresses are read from is real. */
function accountOf(plan: Plan): Account {
  const unused = () => Promise.reject(new Error('a check of a plan changes nothing'));
  return {
    identify: async () => ({ account: plan.account, caller: '' }),
    observe: async ({ type, address }) => operations.resource(type).read(sound, address),
    lastUsed: unused,
    perform: unused,
    settle: unused,
  };
}

/** Tells a plan in every way; each must be neutral. */
function tellThrough(plan: Plan): void {
  expectNeutral('plan text', planText(plan, { width: 80, paint: plain }), terminal);
  expectNeutral('plan markdown', planMarkdown(plan), markdown);
  expectNeutral('plan json', neutralJson(plan, 2), json);
}

async function tellLiteral(random: Random): Promise<'told'> {
  const text = Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(random, lies)).join(
    pick(random, ['', '$', '%', '{']),
  );
  const template = literal(text);
  if (plainText(template) !== text) throw new Error(`a Terraform string is not what it was: ${text.slice(0, 50)}`);
  // Outside of the marks that stand for themselves, no template begins.
  const left = template.replace(/\$\$\{|%%\{|\$\{"[^"]*"\}/g, '');
  if (/[$%]\{/.test(left)) throw new Error(`a Terraform string holds a template: ${text.slice(0, 50)}`);
  return 'told';
}

function expectNeutral(what: string, output: string, check: Check): void {
  const trouble = check(output);
  if (trouble !== undefined) throw new Error(`${what}: ${trouble}`);
}

async function checksOf(): Promise<Readonly<Record<Format, Check>>> {
  const unread = { status: 'unreadable', cause: 'denied', reason: 'not allowed', permission: 'iam:Get*' } as const;
  const collections = Object.fromEntries(Object.keys(sound.collections).map((name) => [name, unread]));
  const blind = { ...sound, collections } as unknown as AwsSnapshot;
  const results = [sound, blind].map((snapshot) => toScanResult(scannedOf(snapshot)));
  const harmless = async (format: Format) =>
    markup(await Promise.all(results.map((result) => renderResult(host, result, format, look))));
  const [html, junit] = [await harmless('html'), await harmless('junit')];
  return { table: terminal, json, csv, markdown, html, sarif: json, ocsf: jsonLines, asff: jsonLines, junit };
}

function scannedOf(snapshot: AwsSnapshot): Scanned {
  const findings = evaluate(controls, snapshot, defaultBaseline, now);
  const source = { kind: 'sandbox' } as Scanned['source'];
  const wanted = { collections: [], scope: {} } as unknown as Scanned['wanted'];
  return { source, baseline: defaultBaseline, controls, wanted, snapshot, findings, exceptions: [] };
}

async function planOf(snapshot: AwsSnapshot, scanned = scannedOf(snapshot)): Promise<Plan> {
  const findings = scanned.findings.filter(({ status }) => status === 'fail');
  return makePlan({ ...host, now: () => now }, scanned, { findings, via: 'api' });
}

/** The plan with the digest that its author would give it. */
function signed(value: unknown): unknown {
  try {
    return { ...(value as Plan), digest: planDigest(value as Plan) };
  } catch {
    return value;
  }
}
