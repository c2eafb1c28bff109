import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { controls } from '../../remediations/index.ts';
import { assemblePlan } from '../../src/engine/assemble.ts';
import { type Baseline, baselineSchema } from '../../src/engine/baseline.ts';
import { invert, simulate } from '../../src/engine/change.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { type Plan, parsePlan } from '../../src/engine/plan.ts';
import { type AccountBuilder, account } from '../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot, CollectionName } from '../../src/providers/aws/model/collections.ts';
import type { AwsControl, AwsRemedy } from '../../src/providers/aws/model/control.ts';
import { awsProvider } from '../../src/providers/aws/provider.ts';
import { isDeclarative } from '../../stacks/aws/declarative.ts';
import { pageOf } from './control-page.ts';

/** A failing finding as a case expects it: the resource's id, the message's key, and the discriminator where there is one. */
export interface Expected {
  readonly resource: string;
  readonly reason: string;
  readonly discriminator?: string;
}

/** An account that breaks the practice, and what must be found. */
export interface Violation {
  readonly given: AccountBuilder;
  readonly expect: readonly Expected[];
}

/** A case that may settle a baseline of its own. */
export type Settled = Violation & { readonly baseline?: Record<string, unknown> };

/** Accounts that state only their deviation from a boring one. */
export interface Cases {
  readonly compliant: Readonly<Record<string, AccountBuilder>>;
  readonly violating: Readonly<Record<string, Violation>>;
  /** Accounts of which the control can say nothing for some resource. */
  readonly unknown?: Readonly<Record<string, Settled>>;
  /** Accounts that the practice does not concern, wholly or for some resource. */
  readonly notApplicable?: Readonly<Record<string, Settled>>;
  /** False for further cases of a control whose page is made from others. */
  readonly page?: false;
  /** What the baseline settles, for all cases. */
  readonly baseline?: Record<string, unknown>;
}

/** Runs a control and its remedies through every law that holds for all of them. */
export function testRemediation(control: AwsControl, cases: Cases): void {
  const baseline = baselineSchema.parse({ version: 1, ...cases.baseline });
  const said = new Set<string>();
  const judge = (snapshot: AwsSnapshot, now: Date, under: Baseline = baseline) => {
    const findings = evaluate([control], freeze(snapshot), under, now);
    for (const finding of findings) said.add(finding.reason);
    return findings;
  };

  describe(control.id, () => {
    for (const [name, given] of Object.entries(cases.compliant))
      test(`passes: ${name}`, () => {
        const findings = judge(given.build(), given.now);
        expect(bad(findings)).toEqual([]);
        expectOrderFree(control, given, baseline);
      });

    for (const [name, { given, expect: expected, baseline: own }] of Object.entries(cases.unknown ?? {}))
      test(`cannot tell: ${name}`, () => {
        const under = own === undefined ? baseline : baselineSchema.parse({ version: 1, ...own });
        const findings = judge(given.build(), given.now, under);
        expect(brief(findings.filter((finding) => finding.status === 'unknown'))).toEqual(sorted(expected));
      });

    for (const [name, { given, expect: expected, baseline: own }] of Object.entries(cases.notApplicable ?? {}))
      test(`does not concern: ${name}`, () => {
        const under = own === undefined ? baseline : baselineSchema.parse({ version: 1, ...own });
        const findings = judge(given.build(), given.now, under);
        expect(brief(findings.filter((finding) => finding.status === 'not-applicable'))).toEqual(sorted(expected));
        expect(bad(findings)).toEqual([]);
      });

    for (const [name, violation] of Object.entries(cases.violating))
      describe(`fails: ${name}`, () => {
        const { given } = violation;
        test('finds it', () => {
          const findings = judge(given.build(), given.now);
          expect(brief(findings.filter((finding) => finding.status === 'fail'))).toEqual(sorted(violation.expect));
          expectOrderFree(control, given, baseline);
        });
        for (const remedy of control.remedies)
          test(`is mended by ${remedy.id}`, () => expectMended(control, remedy, given, baseline));
      });

    test('survives an empty account', () => {
      expect(() => judge(emptied(account().build()), account().now)).not.toThrow();
    });

    test.each(control.reads)('is unknown while %s cannot be read', (name) => {
      const findings = judge(
        account()
          .unreadable(name as CollectionName)
          .build(),
        account().now,
      );
      expect(findings.map((finding) => finding.status)).toEqual(['unknown']);
    });

    if (cases.page !== false)
      test('is tried on two accounts that keep to it and three that do not', () => {
        expect(Object.keys(cases.compliant).length).toBeGreaterThanOrEqual(2);
        expect(Object.keys(cases.violating).length).toBeGreaterThanOrEqual(3);
      });

    if (cases.page !== false)
      test('its page is current', async () => {
        const [example] = Object.values(cases.violating);
        await expect(pageOf(control, example?.given, baseline)).toMatchFileSnapshot(
          fileURLToPath(new URL(`../../docs/controls/${control.id}.md`, import.meta.url)),
        );
      });

    test('every message is said', () => {
      const ofEngine = ['unreadable', 'nothing-to-assess'];
      expect([...said].filter((reason) => !ofEngine.includes(reason)).sort()).toEqual(
        Object.keys(control.messages).sort(),
      );
    });
  });
}

async function expectMended(
  control: AwsControl,
  remedy: AwsRemedy,
  given: AccountBuilder,
  baseline: Baseline,
): Promise<void> {
  const snapshot = freeze(given.build());
  const { now } = given;
  const chosen = failing([control], snapshot, baseline, now).filter(
    (finding) => remedy.suits?.(finding, snapshot) ?? true,
  );
  if (chosen.length === 0) return;
  const plan = assemblePlan({
    provider: awsProvider,
    controls,
    snapshot,
    baseline,
    now,
    chosen,
    remedies: Object.fromEntries(chosen.map((finding) => [finding.fingerprint, remedy.id])),
    via: 'api',
    declarative: () => false,
  });
  expect(parsePlan(JSON.stringify(plan), 'plan.json')).toEqual(plan);
  for (const change of plan.changes)
    expect(awsProvider.operations.get(change.operation).permissions.length).toBeGreaterThan(0);

  // What a plan predicts is what all controls say of the account after it.
  const { closes, opens, leaves } = plan.predicted;
  const addressed = plan.parts.filter((part) => part.changes.length > 0).flatMap((part) => part.closes);
  expect(leaves.filter((fingerprint) => addressed.includes(fingerprint))).toEqual([]);
  expect([...closes].sort()).toEqual([...new Set(addressed)].sort());
  expect(opens.filter((finding) => !isNextStep(finding, chosen)).map((finding) => finding.message)).toEqual([]);
  // Whatever is chosen is mended, handed to a person, or left with a reason: nothing is dropped in silence.
  const answered = new Set([
    ...plan.parts.flatMap((part) => part.closes),
    ...plan.unplanned.map((left) => left.fingerprint),
  ]);
  expect(chosen.filter((finding) => !answered.has(finding.fingerprint))).toEqual([]);

  const after = freeze(simulate(awsProvider.operations, snapshot, plan.changes));
  // A second plan has nothing left to do.
  const again = failing([control], after, baseline, now).map((finding) => finding.fingerprint);
  expect(again.filter((fingerprint) => addressed.includes(fingerprint))).toEqual([]);

  const inverses = [...plan.changes].reverse().map((change) => invert(awsProvider.operations, change));
  if (inverses.every((inverse) => inverse !== null))
    expect(simulate(awsProvider.operations, after, inverses)).toEqual(snapshot);
  if (remedy.via.includes('terraform')) await expectStack(plan);
}

/** What Terraform can carry out is rendered whole: a resource for each change, none of them taken away. */
async function expectStack(plan: Plan): Promise<void> {
  const changes = plan.changes.filter((change) => change.gate === undefined && isDeclarative(change));
  if (changes.length === 0) return;
  const { renderStack } = await import('../../stacks/aws/synthesize.ts');
  const stack = renderStack({ changes, account: plan.account.id, region: 'us-east-1' });
  expect(stack.resources.map((resource) => resource.change).sort()).toEqual(changes.map(({ id }) => id).sort());
  for (const resource of stack.resources) expect(resource.after).not.toBeNull();
  expect(JSON.parse(stack.main)).toMatchObject({ resource: expect.any(Object) });
}

/**
 * What was taken out of use is removed at last: a key that a plan deactivates, or a user whose last credential it
 * takes, is the business of these controls from then on. A plan shows that it opens them; it does no harm.
 */
const lastSteps = ['access-key-inactive', 'user-unused'];

/**
 * What one practice leaves to another. What "everything" hid is told once it is spelled out: that whole services are
 * allowed. A policy that is taken off a group stays, and is unused where nobody else has it; so
 * is a group that its last member leaves. Whoever is an administrator no more is judged by what is left.
 */
const handedOn: Readonly<Record<string, readonly string[]>> = {
  'policy-wildcards': ['policy-allow-notaction', 'policy-full-admin'],
  'policy-unused': ['group-admin-privileges'],
  'group-unused': ['user-admin-privileges', 'user-policy-editors'],
  'policy-privilege-escalation': ['user-admin-privileges'],
  'role-ecs-execute-command': ['user-admin-privileges'],
};

function isNextStep(opened: Finding, chosen: readonly Finding[]): boolean {
  return chosen.some(
    ({ control, resource }) =>
      handedOn[opened.control]?.includes(control) === true ||
      (lastSteps.includes(opened.control) && resource.id === opened.resource.id),
  );
}

function failing(among: readonly AwsControl[], snapshot: AwsSnapshot, baseline: Baseline, now: Date): Finding[] {
  return evaluate(among, snapshot, baseline, now).filter((finding) => finding.status === 'fail');
}

function bad(findings: readonly Finding[]): Expected[] {
  return brief(findings.filter((finding) => finding.status === 'fail' || finding.status === 'unknown'));
}

function brief(findings: readonly Finding[]): Expected[] {
  return sorted(
    findings.map(({ resource, reason, discriminator }) => ({
      resource: resource.id,
      reason,
      ...(discriminator === undefined ? {} : { discriminator }),
    })),
  );
}

function sorted(expected: readonly Expected[]): Expected[] {
  return [...expected].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function expectOrderFree(control: AwsControl, given: AccountBuilder, baseline: Baseline): void {
  const forwards = evaluate([control], given.build(), baseline, given.now);
  const backwards = evaluate([control], reversed(given.build()), baseline, given.now);
  expect(backwards).toEqual(forwards);
}

/** The same account with every top-level list in the opposite order. */
function reversed(snapshot: AwsSnapshot): AwsSnapshot {
  const turn = (value: unknown): unknown => {
    if (Array.isArray(value)) return [...value].reverse();
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, turn(item)]));
  };
  return { ...snapshot, collections: turn(snapshot.collections) as AwsSnapshot['collections'] };
}

/** The account with nothing in it: lists empty, counters gone, single things absent. */
function emptied(snapshot: AwsSnapshot): AwsSnapshot {
  const empty = (value: unknown): unknown => {
    if (Array.isArray(value)) return [];
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) => (typeof item === 'number' ? [] : [[key, empty(item)]])),
    );
  };
  const collections = Object.fromEntries(
    Object.entries(snapshot.collections).map(([name, collection]) => [
      name,
      collection.status === 'read'
        ? { status: 'read', data: name === 'password-policy' ? null : empty(collection.data) }
        : collection,
    ]),
  );
  return { ...snapshot, collections: collections as unknown as AwsSnapshot['collections'] };
}

/** Freezes a value and all that it holds, so that a function which writes on its input fails its test. */
export function freeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) freeze(item);
  }
  return value;
}
