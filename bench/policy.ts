import type { AuthorizationDetails } from '../src/providers/aws/model/authorization-details.ts';
import { administrators } from '../src/providers/aws/policy/administrators.ts';
import { canonicalDocument } from '../src/providers/aws/policy/canonical.ts';
import { escalations } from '../src/providers/aws/policy/escalation.ts';
import { forgetDocuments } from '../src/providers/aws/policy/memo.ts';
import { largeAccount } from './large-account.ts';
import { type BenchmarkRow, least, measured } from './measure.ts';

/** Canonicalizes every document in force and decides administrators and escalation for everybody. */
export function decideEverything(details: AuthorizationDetails): void {
  for (const policy of details.policies)
    for (const version of policy.versions) if (version.isDefault) canonicalDocument(version.document);
  for (const holder of [...details.users, ...details.groups, ...details.roles])
    for (const { document } of holder.inline) canonicalDocument(document);
  for (const role of details.roles) canonicalDocument(role.trust);
  administrators(details);
  escalations(details);
}

/** Deciding against JSON.parse of the same snapshot; before each run everything is forgotten, as in a process of its own. */
function ratio(scale: number, runs: number): { parse: number; decide: number } {
  const parse: number[] = [];
  const decide: number[] = [];
  for (let run = 0; run < runs; run++) {
    const text = JSON.stringify(largeAccount(scale, `${scale}-${run}-${Math.random()}`));
    let details: AuthorizationDetails | undefined;
    forgetDocuments();
    parse.push(measured(() => (details = JSON.parse(text) as AuthorizationDetails)));
    decide.push(
      measured(() =>
        decideEverything(details ?? { users: [], groups: [], roles: [], policies: [], emptyProfiles: [] }),
      ),
    );
  }
  return { parse: least(parse), decide: least(decide) };
}

/** Measures the policy language against its budget: twice the time of JSON.parse, growing linearly. */
export async function policyBench(): Promise<BenchmarkRow[]> {
  ratio(1, 4);
  const half = ratio(0.5, 9);
  const whole = ratio(1, 9);
  const double = ratio(2, 5);
  return [
    { name: 'policy: JSON.parse of 5,000 users, 5,000 roles, 1,500 policies', value: whole.parse, unit: 'ms' },
    { name: 'policy: canonical form, administrators, escalation of the same', value: whole.decide, unit: 'ms' },
    { name: 'policy: deciding against parsing', value: whole.decide / whole.parse, unit: 'times', limit: 2 },
    { name: 'policy: deciding half the account against parsing it', value: half.decide / half.parse, unit: 'times' },
    {
      name: 'policy: deciding double the account against parsing it',
      value: double.decide / double.parse,
      unit: 'times',
    },
    {
      name: 'policy: growth from half to double the account, which is four times as large',
      value: double.decide / half.decide,
      unit: 'times',
      limit: 5,
    },
  ];
}
