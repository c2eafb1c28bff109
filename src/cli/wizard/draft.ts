import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { RemediateError } from '../../engine/errors.ts';
import { severities } from '../../engine/severity.ts';
import { accountSchema } from '../../engine/snapshot.ts';
import { shellCommand } from '../../report/shell-command.ts';
import type { Host } from '../host.ts';
import { nameOf } from '../run-files.ts';
import { readInput } from '../source.ts';

/** What is to become of one finding. */
const answerSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('mend'), remedy: z.string() }),
  z.strictObject({ do: z.literal('skip') }),
  z.strictObject({ do: z.literal('done-by-hand') }),
]);
export type Answer = z.infer<typeof answerSchema>;

/** The versioned schema of a draft: what a person has answered in the wizard so far. */
const draftSchema = z.strictObject({
  schema: z.literal('remediate.draft/1'),
  savedAt: z.iso.datetime({ offset: true }),
  account: accountSchema,
  source: z.strictObject({
    from: z.string().exactOptional(),
    profile: z.string().exactOptional(),
    region: z.string().exactOptional(),
    config: z.string().exactOptional(),
  }),
  selection: z.strictObject({
    control: z.array(z.string()).readonly().exactOptional(),
    area: z.array(z.string()).readonly().exactOptional(),
    minSeverity: z.enum(severities).exactOptional(),
  }),
  /** Fingerprints of the findings that were chosen. */
  chosen: z.array(z.string()),
  /** The choice is made, and the findings are being looked at. */
  reviewing: z.boolean(),
  /** By fingerprint. */
  answers: z.record(z.string(), answerSchema),
});
export type Draft = z.infer<typeof draftSchema>;

const ending = '.draft.json';

/** A draft on disk; each answer is written when it is given, so that nothing is lost however the wizard ends. */
export class DraftFile {
  readonly path: string;
  readonly #host: Host;
  #draft: Draft;

  constructor(host: Host, path: string, draft: Draft) {
    this.#host = host;
    this.path = path;
    this.#draft = draft;
  }

  get draft(): Draft {
    return this.#draft;
  }

  /** True once there is an answer that could be lost. */
  get isKept(): boolean {
    return existsSync(this.path);
  }

  /** Takes in what was answered, and writes it. */
  save(news: Partial<Pick<Draft, 'chosen' | 'reviewing' | 'answers'>>): void {
    this.#draft = { ...this.#draft, ...news, savedAt: this.#host.now().toISOString() };
    mkdirSync(dirname(this.path), { recursive: true });
    const next = `${this.path}.next`;
    writeFileSync(next, `${JSON.stringify(this.#draft, null, 2)}\n`);
    renameSync(next, this.path);
  }

  /** Removes the draft once all of it is carried out. */
  remove(): void {
    rmSync(this.path, { force: true });
  }

  /** The command that takes the draft up again. */
  get command(): string {
    return shellCommand(['remediate', 'wizard', '--draft', nameOf(this.#host.cwd, this.path)]);
  }
}

/** A draft that is begun; nothing is on disk before the first answer. */
export function newDraft(host: Host, about: Pick<Draft, 'account' | 'source' | 'selection'>): DraftFile {
  const at = host.now().toISOString();
  const name = `${at.slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}${ending}`;
  return new DraftFile(host, join(host.cwd, 'plans', name), {
    schema: 'remediate.draft/1',
    savedAt: at,
    ...about,
    chosen: [],
    reviewing: false,
    answers: {},
  });
}

/** Opens a draft that was left. */
export function openDraft(host: Host, given: string): DraftFile {
  const path = resolve(host.cwd, given);
  const parsed = draftSchema.safeParse(toJson(readInput(path)));
  if (parsed.success) return new DraftFile(host, path, parsed.data);
  const [issue] = parsed.error.issues;
  throw new RemediateError('BadInput', `${path} is no draft: ${issue?.path.join('.') || 'it'}: ${issue?.message}`, {
    hint: 'begin anew with `remediate wizard`; nothing of the account depends on a draft',
  });
}

/** The drafts under plans/, the latest first; what cannot be read is no draft to go on with. */
export function findDrafts(host: Host): DraftFile[] {
  const plans = join(host.cwd, 'plans');
  if (!existsSync(plans)) return [];
  return readdirSync(plans)
    .filter((name) => name.endsWith(ending))
    .sort()
    .reverse()
    .flatMap((name) => {
      try {
        return [openDraft(host, join(plans, name))];
      } catch {
        return [];
      }
    });
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
