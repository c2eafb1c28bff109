import { z } from 'zod';
import { daysBetween, defineControl } from '../../../src/providers/aws/model/control.ts';
import { isTime, rootRow } from '../../../src/providers/aws/model/credential-report.ts';
import { byHand } from '../by-hand.ts';
import { rootUserResource } from './root-user.ts';

const explainByHand = byHand({
  id: 'explain-by-hand',
  title: 'Find out who used root and for what, and give that work another way',
  reversibility: 'reversible',
  guide: ({ evidence }) => ({
    title: 'Find out who used the root user, and for what',
    steps: [
      `Ask who used root's ${evidence['credential']} on ${String(evidence['lastUsed']).slice(0, 10)}, and compare the answer with your record of planned root work.`,
      'Read what was done: `aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=Username,AttributeValue=root` (in China and GovCloud, in their own regions). The history reaches back 90 days; older events are in the bucket of a trail.',
      'Where nobody knows of it, treat it as an intrusion: change the password, delete access keys, check MFA devices, e-mail address and phone number of the account, and ask AWS Support.',
      'Where it was work, give it an IAM role with the permissions it needs; tasks that only root can do are listed at https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-tasks.html.',
      'See that root-activity-monitored passes, so that the next use is told within minutes.',
    ],
    expect:
      'The credential report shows no later use of <root_account>, and this finding ends when the window is over.',
  }),
});

/**
 * Every use counts, also by a key that was deactivated since. A use on the last day of the window still counts, as
 * `unused for 90 days` says; a credential whose last use AWS does not know is only `unknown` when no other was used.
 */
export default defineControl({
  id: 'root-recently-used',
  area: 'root',
  severity: 'high',
  title: 'The root user was not used within the days that tell daily use',
  rationale:
    'A handful of tasks need root, and they come up once in years. Whoever signs in as root more often does work that a role could do, with a credential that nothing can limit.',
  risk: 'Each use exposes the password, and a habit of root use hides the one that was an intruder.',
  whenNotToFix: 'The use was a planned task that only root can do: record an exception that ends with the window.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-tasks.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
  ],
  frameworks: {
    'cis-aws-1.4': ['1.7'],
    'cis-aws-1.5': ['1.7'],
    'cis-aws-2.0': ['1.7'],
    'cis-aws-3.0': ['1.7'],
    'cis-aws-4.0': ['1.7'],
    'cis-aws-5.0': ['1.6'],
    'cis-aws-6.0': ['2.6'],
    'cis-aws-7.0': ['2.7'],
    'nist-800-53-r5': ['AC-2', 'AC-6', 'AC-6(2)'],
    'pci-dss-4.0': ['8.2.2'],
    'iso-27001-2022': ['A.5.15', 'A.8.2'],
    'soc-2': ['CC6.1', 'CC6.3'],
  },
  reads: ['credential-report'],
  parameters: z.object({ unusedDays: z.number().int().positive().default(90) }),
  messages: {
    used: "The root user's {credential} was last used {days} day(s) ago, on {lastUsed}",
    unused: 'The root user was not used for {unusedDays} days',
    untold: "AWS does not tell when the root user's {credentials} was last used",
    unlisted: 'The credential report of {generatedAt} has no row for the root user',
  },
  *evaluate({ evidence, account, parameters: { unusedDays }, now, pass, fail, unknown }) {
    const report = evidence['credential-report'];
    const row = rootRow(report);
    const resource = rootUserResource(account);
    const facts = { unusedDays, generatedAt: report.generatedAt };
    if (row === undefined) return yield unknown('unlisted', resource, facts);
    const uses = [
      { credential: 'password', lastUsed: row.passwordLastUsed },
      ...row.keys.map((key, at) => ({ credential: `access key ${at + 1}`, lastUsed: key.lastUsed })),
    ];
    const [latest] = uses
      .filter((use) => isTime(use.lastUsed))
      .sort((a, b) => Date.parse(b.lastUsed) - Date.parse(a.lastUsed));
    const days = latest && daysBetween(latest.lastUsed, now);
    const untold = uses.filter((use) => use.lastUsed === 'unknown').map((use) => use.credential);
    if (latest !== undefined && days !== undefined && days < unusedDays)
      yield fail('used', resource, { ...facts, ...latest, days });
    else if (untold.length > 0) yield unknown('untold', resource, { ...facts, credentials: untold });
    else yield pass('unused', resource, { ...facts, lastUsed: latest?.lastUsed ?? 'never' });
  },
  remedies: [explainByHand],
});
