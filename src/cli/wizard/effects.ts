import type { Change } from '../../engine/change.ts';
import type { Json } from '../../engine/json.ts';
import type { Plan } from '../../engine/plan.ts';
import { diffDocuments, diffSentences } from '../../providers/aws/policy/diff.ts';

/** One thing that somebody gains or loses, or that nobody does. */
export interface Effect {
  readonly sign: '+' | '-' | ' ';
  readonly sentence: string;
}

/** Who gains and who loses by a plan: the users and roles of the account, then what each changed document says to others. */
export function effectSentences({ access, changes }: Plan): Effect[] {
  const documents = changes.flatMap((change) => {
    const [before, after] = [documentOf(change.from), documentOf(change.to)];
    if (before === undefined || after === undefined) return [];
    return diffSentences(diffDocuments(before, after), [holderOf(change)]);
  });
  const sentences = [...new Set([...access, ...documents])];
  if (sentences.length === 0) return [{ sign: ' ', sentence: 'Nobody gains or loses access.' }];
  return sentences.map((sentence) => ({ sign: signOf(sentence), sentence }));
}

/** The text of the policy that a value holds, under whichever name it does. */
function documentOf(value: Json): string | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const { document, trust } = value as { readonly document?: Json; readonly trust?: Json };
  const text = document ?? trust;
  return typeof text === 'string' && text.trimStart().startsWith('{') ? text : undefined;
}

function holderOf({ resource: { type, address } }: Change): string {
  if (type === 'iam-role-trust') return `whoever assumes role ${address['role']}`;
  const name = address['user'] ?? address['group'] ?? address['role'];
  if (name === undefined) return `whoever has ${address['arn'] ?? type}`;
  return `${['user', 'group', 'role'].find((kind) => kind in address)} ${name}`;
}

function signOf(sentence: string): Effect['sign'] {
  if (/ (may )?gains?: /.test(sentence)) return '+';
  return / (may )?loses?: /.test(sentence) ? '-' : ' ';
}
