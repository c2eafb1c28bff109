import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plain } from '../../src/report/painter.ts';
import { planMarkdown } from '../../src/report/plan-markdown.ts';
import { planText } from '../../src/report/plan-text.ts';
import { viewPlan } from '../../src/report/plan-view.ts';
import { measure } from '../../src/report/text-layout.ts';
import { anyName, findingNamed, hostileNames, obeyed } from './hostile.ts';
import { brackets, unpainted } from './painters.ts';
import { managedPlan, refusedPlan, samplePlan, seal } from './sample-plan.ts';

const text = (plan = samplePlan, width = 80) => planText(plan, { width, paint: plain });
const wide = text(samplePlan, 500);
/** Markdown without what only keeps it from being markup. */
const markdown = planMarkdown(samplePlan).replace(/\\(?=[^\\\n])/g, '');

describe('the terminal and the pull request tell the same', () => {
  const view = viewPlan(samplePlan);
  const told = {
    headline: [view.headline],
    closes: view.closes.map(({ message }) => message),
    access: view.access,
    steps: view.stages.flatMap(({ steps }) => steps.map(({ title }) => title)),
    guides: view.guides.flatMap(({ steps, expect: then }) => [...steps, then]),
    guards: view.holds.map(({ reason }) => reason),
    undo: [view.undo, ...view.lasting.map(({ id }) => `--allow-irreversible ${id}`)],
    waits: view.waiting.map(({ waits }) => waits ?? ''),
    unplanned: view.unplanned.map(({ reason }) => reason),
    digest: [samplePlan.digest],
  };
  test.each(Object.entries(told))('%s', (_, sentences) => {
    expect(sentences.length).toBeGreaterThan(0);
    for (const sentence of sentences) {
      expect(wide).toContain(sentence);
      expect(markdown).toContain(sentence);
    }
  });
});

describe('what another Terraform state manages', () => {
  test.each([
    ['terminal', text(managedPlan, 500)],
    ['pull request', planMarkdown(managedPlan).replace(/\\(?=[^\\\n])/g, '')],
  ])('is shown on the %s with its address, the argument and the value', (_, shown) => {
    for (const told of [
      '2 changes to make where another Terraform state manages it.',
      'Change aws_iam_policy.billing in the configuration of infra/terraform.tfstate',
      'policy = jsonencode({',
      '+     "Resource": "arn:aws:s3:::bills/*"'.slice(2),
      'Change module.groups.aws_iam_group_membership.this["billing"] in the configuration of infra/terraform.tfstate',
      '+   "grace",',
      'In place of: Add user grace to group billing',
      'Not before: step 1',
      'Waits for it, for a later plan: Detach policy billing from user grace',
      'The next terraform apply of infra/terraform.tfstate undoes step 2 unless aws_iam_account_password_policy.strict is changed there too',
      '+ minimum_password_length = 14',
    ])
      expect(shown).toContain(told);
  });

  test('has its findings told there, and not as left for no reason', () => {
    expect(viewPlan(managedPlan).unplanned.map(({ finding }) => finding.control)).not.toContain('user-policies');
  });
});

test('gates are told in words, by the numbers of the steps', () => {
  expect(viewPlan(samplePlan).waiting.map(({ number, waits }) => [number, waits])).toEqual([
    [6, 'once the key made in step 3 has been seen in use and once unused for 3 days'],
    [8, '7 days after step 6'],
  ]);
});

test('only what cannot be undone asks for its flag', () => {
  const { lasting, recreated, undo } = viewPlan(samplePlan);
  expect(lasting.map(({ number }) => number)).toEqual([8]);
  expect(recreated.map(({ number }) => number)).toEqual([3]);
  expect(undo).toBe(
    'Of 8 changes, rollback undoes 6 exactly, 1 by recreating with a new id or secret and 1 not at all.',
  );
});

test('every chosen finding is closed, guided by hand, or not planned with its reason', () => {
  const view = viewPlan(seal({ ...samplePlan, unplanned: [] }));
  expect(view.closes).toHaveLength(3);
  expect(view.guides).toHaveLength(1);
  expect(view.unplanned.map(({ finding, reason }) => [finding.control, reason])).toEqual([
    ['user-mfa', 'the changes do not close it completely'],
    ['group-unused', 'the changes do not close it completely'],
  ]);
});

test('a refusal stands first, with the steps that it is about', () => {
  const refused = 'own-access: the caller could not undo it (steps 5 and 7)';
  expect(text(refusedPlan)).toContain(`REFUSED\n  ${refused}\n\nCLOSES`);
  expect(planMarkdown(refusedPlan)).toContain(
    '## Refused: this plan cannot be applied\n\n- `own-access`: the caller could not undo it (steps 5 and 7)',
  );
});

test('what a plan would open is told in the headline and by name', () => {
  for (const report of [text(refusedPlan, 200), planMarkdown(refusedPlan)]) {
    expect(report).toContain('It opens 1 finding.');
    expect(report).toContain('Group billing has no members');
  }
});

test('a plan without a change says so', () => {
  const empty = seal({
    ...samplePlan,
    changes: [],
    waves: [],
    parts: [],
    access: [],
    predicted: { closes: [], opens: [], leaves: [] },
  });
  expect(text(empty)).toContain('Closes 0 of 6 findings without a change.');
  expect(text(empty)).toContain('Nobody gains or loses access.');
  expect(text(empty)).toContain('There is nothing to undo.');
});

test('colour changes nothing but colour', () => {
  expect(unpainted(planText(samplePlan, { width: 80, paint: brackets }))).toBe(text());
});

describe('whatever the names', () => {
  const named = (name: string) => {
    const [first, ...rest] = samplePlan.changes;
    const hostile = {
      ...first,
      title: name,
      resource: { type: 'iam-user', address: { user: name } },
      from: null,
      to: { name, document: JSON.stringify({ name }) },
      command: ['iam', name],
    };
    return seal({
      ...samplePlan,
      changes: [{ ...samplePlan.changes[0], ...hostile } as (typeof samplePlan.changes)[number], ...rest],
      access: [name],
      guards: [{ guard: 'g', verdict: 'refused', reason: name, changes: [] }],
      findings: [findingNamed(name)],
      unplanned: [{ fingerprint: findingNamed(name).fingerprint, reason: name }],
    });
  };

  test('nothing is obeyed, and only commands are wider than the terminal', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const lines = text(named(name)).split('\n');
        expect(lines.join('\n')).not.toMatch(obeyed);
        for (const line of lines.filter((each) => !/^ {3}(\$| {2})/.test(each)))
          expect(measure(line)).toBeLessThanOrEqual(80);
      }),
    );
  });

  test('the pull request keeps its headings', () => {
    const headings = (report: string) => report.match(/^##? .*$/gm);
    const harmless = headings(planMarkdown(named('ada')));
    fc.assert(
      fc.property(anyName, (name) => {
        const report = planMarkdown(named(name));
        expect(report).not.toMatch(obeyed);
        expect(headings(report)).toEqual(harmless);
      }),
      { examples: hostileNames.map((name): [string] => [name]) },
    );
  });
});
