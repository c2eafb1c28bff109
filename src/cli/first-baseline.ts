import { isListed } from '../../remediations/aws/policies/approved-administrators.ts';
import { type Baseline, defaultBaseline } from '../engine/baseline.ts';
import type { Candidates } from './candidates.ts';
import { findControl } from './catalogue.ts';

/** What a first baseline settles. */
export interface Decisions {
  readonly alarmEmails: readonly string[];
  readonly protectedPrincipals: readonly string[];
  readonly approvedAdminGroups: readonly string[];
  readonly approvedAdminRoles: readonly string[];
  readonly approvedUsers: readonly string[];
  readonly trustedAccounts: readonly string[];
  readonly maxAgeDays: readonly number[];
  readonly unusedDays: number;
  readonly secrets: Baseline['secrets'];
  readonly maxChanges: number;
}

/** The parameters among the decisions, each with what it is, and the controls that go by it. */
const parameters = {
  approvedAdminGroups: {
    about: 'Groups that may give full administrator permissions.',
    controls: ['group-admin-privileges', 'group-overly-permissive', 'user-admin-privileges'],
  },
  approvedAdminRoles: {
    about: 'Roles that may have full administrator permissions.',
    controls: ['role-admin-privileges', 'role-overly-permissive'],
  },
  approvedUsers: { about: 'The users that may exist; any other is a finding.', controls: ['user-unapproved'] },
  trustedAccounts: {
    about: 'Accounts outside the organization that may assume roles.',
    controls: ['role-untrusted-cross-account'],
  },
  maxAgeDays: {
    about: 'Days that a key may live; the severity rises with each window that it passes.',
    controls: ['access-key-rotation', 'ssh-key-rotation'],
  },
  unusedDays: {
    about: 'Days after which a password or a key counts as unused.',
    controls: ['credentials-unused', 'user-console-inactive'],
  },
} as const satisfies Partial<Record<keyof Decisions, { about: string; controls: readonly string[] }>>;
type Parameter = keyof typeof parameters;

/** What is decided where nobody decides otherwise; of what an account shows, only what is named for it is taken over. */
export function firstDecisions(shown: Candidates | undefined): Decisions {
  const usual = defaultOf('approvedAdminGroups') as string[];
  const approved = shown?.adminGroups.filter((group) => isListed(usual, group)) ?? [];
  return {
    alarmEmails: [],
    protectedPrincipals:
      shown === undefined
        ? ['break-glass*']
        : shown.administrators.filter((arn) => /break-?glass|emergency/i.test(arn)),
    approvedAdminGroups: approved.length === 0 ? usual : approved,
    approvedAdminRoles: [],
    approvedUsers: [],
    trustedAccounts: [],
    maxAgeDays: defaultOf('maxAgeDays') as number[],
    unusedDays: defaultOf('unusedDays') as number,
    secrets: undefined,
    maxChanges: defaultBaseline.limits.maxChanges,
  };
}

function defaultOf(parameter: Parameter): unknown {
  return findControl(parameters[parameter].controls[0]).parameters.parse({})[parameter];
}

/** The text of remediate.yaml: what was decided, each with what it is about, and an exception as an example. */
export async function baselineText(decisions: Decisions): Promise<string> {
  const { Document, isMap, isNode, isScalar, isSeq } = await import('yaml');
  const settled = (Object.keys(parameters) as Parameter[]).filter(
    (name) => !(isEmpty(decisions[name]) && isEmpty(defaultOf(name))),
  );
  const data = {
    version: 1,
    alarmEmails: decisions.alarmEmails,
    protectedPrincipals: decisions.protectedPrincipals,
    controls: Object.fromEntries(
      settled.flatMap((name) => parameters[name].controls.map((control) => [control, { [name]: decisions[name] }])),
    ),
    exceptions: [],
    ...(decisions.secrets === undefined ? {} : { secrets: decisions.secrets }),
    limits: { maxChanges: decisions.maxChanges },
  };
  const document = new Document(data, { aliasDuplicateObjects: false });
  const remark = (path: readonly string[], text: string) => {
    const map = document.getIn(path.slice(0, -1), true);
    const pair = isMap(map) ? map.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) : undefined;
    if (!isNode(pair?.key)) throw new Error(`the first baseline has no ${path.join('.')}`);
    pair.key.commentBefore = text
      .split('\n')
      .map((line) => ` ${line}`)
      .join('\n');
    pair.key.spaceBefore = path.length === 1;
  };
  for (const [word, text] of Object.entries(remarks)) if (document.has(word)) remark([word], text);
  for (const name of settled) remark(['controls', parameters[name].controls[0]], parameters[name].about);
  for (const control of parameters.maxAgeDays.controls) {
    const windows = document.getIn(['controls', control, 'maxAgeDays'], true);
    if (isSeq(windows)) windows.flow = true;
  }
  document.commentBefore = ' What this account is held to, and what plans may do.';
  return document.toString({ flowCollectionPadding: false, lineWidth: 0 });
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

const remarks: Readonly<Record<string, string>> = {
  alarmEmails: 'Who is told when an alarm is raised.',
  protectedPrincipals: 'Users and roles that no plan may touch; * stands for any text.',
  controls:
    'What controls go by; `remediate controls show ID` lists the parameters.\nA control that is set to false is left out.',
  exceptions: `Findings that are accepted, each until its day, such as:
- control: user-mfa
  resource: legacy-scanner
  owner: platform@example.com
  reason: replaced in Q3, see ticket
  expires: 2027-01-31`,
  secrets: 'Where new secrets go.',
  limits: 'A plan with more changes than this is refused.',
};
