import type { AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import { demoAccount } from '../../src/providers/sandbox/demo-account.ts';
import { governedAccount } from './governed-account.ts';

/** What the builders call things; each becomes a word that occurs nowhere else. */
const called = [
  ...['ada', 'grace', 'edsger', 'maria', 'nils', 'olga', 'deploy-bot', 'backup-bot', 'former-intern'],
  ...[
    'administrators',
    'engineers',
    'contractors',
    'engineering',
    'deploy',
    'reports',
    'worker',
    'guardrails',
    'regions',
  ],
  ...['corp', 'legacy', 'monthly', 'team', 'example-corp', 'exampleorg1', 'access-logs', 'cloudtrail', 'main', 'trail'],
  ...['security-alerts', 'sound', 'elliptic', 'example-shared', 'reports-bucket'],
];

/** Accounts that break many practices, every name in them told apart from every other word, with those names. */
export function namedAccounts(now: Date): { readonly snapshot: AwsSnapshot; readonly names: readonly string[] }[] {
  return [demoAccount(now), governedAccount().build()].map(renamed);
}

function renamed(snapshot: AwsSnapshot): { snapshot: AwsSnapshot; names: string[] } {
  const names = new Set<string>();
  const longest = [...called].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(?<![\\w.-]|arn:aws:)(?:${longest.join('|')})(?![\\w-]|\\.amazonaws|":)`, 'g');
  const text = JSON.stringify(snapshot).replace(pattern, (name) => {
    const telling = `Zq${name.replace(/\W/g, '_')}9`;
    names.add(telling);
    return telling;
  });
  // A tag is called as the program calls what it keeps.
  const read = JSON.parse(text.replace('"tags":{}', '"tags":{"service":"Zqtag9"}')) as AwsSnapshot;
  const named = { ...read, account: { ...read.account, alias: 'Zqalias9' } };
  const found = (form: RegExp) => text.match(form) ?? [];
  for (const id of [...found(/(?<![\d-])\d{12}(?!\d)/g), ...found(/\bA[A-Z]{3}[A-Z0-9]{12,}\b/g)]) names.add(id);
  for (const mail of found(/[\w.+-]+@[\w-]+\.[\w.]+/g)) names.add(mail);
  return { snapshot: named, names: [...names, 'Zqalias9', 'Zqtag9'] };
}
