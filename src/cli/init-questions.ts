import inquirer from 'inquirer';
import { z } from 'zod';
import { baselineSchema } from '../engine/baseline.ts';
import { neutralise } from '../report/neutral-text.ts';
import { count } from '../report/phrases.ts';
import type { Candidates } from './candidates.ts';
import type { Decisions } from './first-baseline.ts';
import { collectList } from './options.ts';

const names = z.array(z.string());
const days = z.coerce.number('expected a number of days').int('expected whole days').positive('expected a day or more');
const accounts = z.array(z.string().regex(/^\d{12}$/, 'an account id has 12 digits'));

/** Asks what a first baseline settles, each question with an answer that Enter accepts; what the account shows is there to choose from. */
export async function askDecisions(first: Decisions, shown: Candidates | undefined): Promise<Decisions> {
  return {
    alarmEmails: await askList(
      'Who is told when an alarm is raised? Mail addresses, separated by commas:',
      first.alarmEmails,
      baselineSchema.shape.alarmEmails.unwrap(),
    ),
    protectedPrincipals: await choose(
      'Which users and roles may no plan touch, such as those for emergencies?',
      first.protectedPrincipals,
      shown?.administrators,
    ),
    approvedAdminGroups: await choose(
      'Which groups may give full administrator permissions?',
      first.approvedAdminGroups,
      shown?.adminGroups,
    ),
    approvedAdminRoles: await choose(
      'Which roles may have full administrator permissions?',
      first.approvedAdminRoles,
      shown?.adminRoles,
    ),
    trustedAccounts: await choose(
      'Which accounts outside the organization may assume roles?',
      first.trustedAccounts,
      shown?.outsiders,
      accounts,
    ),
    approvedUsers: shown === undefined ? first.approvedUsers : await askUsers(shown.users),
    maxAgeDays: await askList(
      'How many days may a key live? The severity rises at each:',
      first.maxAgeDays,
      z.array(days).min(1, 'expected a number of days'),
    ),
    unusedDays: await askText('After how many days is a password or a key unused?', String(first.unusedDays), days),
    secrets: await askSecrets(),
    maxChanges: await askText(
      'How many changes may a plan hold at most?',
      String(first.maxChanges),
      z.coerce.number('expected a number').int('expected a whole number').positive('expected one or more'),
    ),
  };
}

/** From what the account shows, where it was looked at and shows any; else as a list of names. */
async function choose(
  message: string,
  first: readonly string[],
  shown: readonly string[] | undefined,
  schema: z.ZodType<string[]> = names,
): Promise<readonly string[]> {
  if (shown === undefined) return askList(`${message} Separated by commas:`, first, schema);
  if (shown.length === 0) return first;
  const choices = shown.map((value) => ({ name: neutralise(value), value, checked: first.includes(value) }));
  const { chosen } = await inquirer.prompt([
    { type: 'checkbox', name: 'chosen', message, choices, pageSize: 16, loop: false },
  ]);
  return chosen as string[];
}

async function askUsers(users: readonly string[]): Promise<readonly string[]> {
  if (users.length === 0) return [];
  const { approved } = await inquirer.prompt([
    {
      type: 'select',
      name: 'approved',
      message: 'Is there a list of users who may exist?',
      choices: [
        { name: 'Not yet: new users are no finding', value: [] },
        { name: `The ${count(users.length, 'user')} of today: any other is a finding`, value: users },
      ],
    },
  ]);
  return approved as string[];
}

async function askSecrets(): Promise<Decisions['secrets']> {
  const { secrets } = await inquirer.prompt([
    {
      type: 'select',
      name: 'secrets',
      message: 'Where do new secrets go?',
      choices: [
        { name: 'Into files on this machine that only you can read', value: 'files' },
        { name: 'Into AWS Secrets Manager, under remediate/', value: 'secrets-manager' },
      ],
    },
  ]);
  return secrets === 'files' ? undefined : { kind: 'secrets-manager', prefix: 'remediate/' };
}

async function askList<T extends string | number>(
  message: string,
  first: readonly T[],
  schema: z.ZodType<T[]>,
): Promise<readonly T[]> {
  return askText(
    message,
    first.join(', '),
    z
      .string()
      .transform((text) => collectList(text))
      .pipe(schema as z.ZodType<T[], string[]>),
  );
}

/** One line of text that a schema understands; what it does not is asked for again, with what was expected. */
async function askText<T>(message: string, first: string, schema: z.ZodType<T>): Promise<T> {
  const { text } = await inquirer.prompt([
    {
      type: 'input',
      name: 'text',
      message,
      ...(first === '' ? {} : { default: first }),
      validate: (typed: string) => schema.safeParse(typed).error?.issues[0]?.message ?? true,
    },
  ]);
  return schema.parse(text);
}
