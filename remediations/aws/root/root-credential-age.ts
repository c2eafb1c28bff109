import { z } from 'zod';
import type { ControlSpec } from '../../../src/engine/control.ts';
import type { AccountIdentity } from '../../../src/engine/snapshot.ts';
import type { AwsCollections } from '../../../src/providers/aws/model/collections.ts';
import { type AwsControl, daysBetween, defineControl } from '../../../src/providers/aws/model/control.ts';
import { isTime, type Moment, type ReportRow, rootRow } from '../../../src/providers/aws/model/credential-report.ts';
import { rootUserResource } from './root-user.ts';

type Spec = ControlSpec<AwsCollections, keyof AwsCollections, z.ZodObject, Record<string, string>>;

/** What a control of this family writes itself. */
type RootAgeSpec = Omit<Spec, 'area' | 'reads' | 'parameters' | 'messages' | 'evaluate'> & {
  /** The kind of credential, as in `The root user has no access key`. */
  readonly credential: string;
  /** When each credential of the kind that works today was made or renewed. */
  readonly renewed: (row: ReportRow, account: AccountIdentity) => readonly Moment[];
};

/**
 * A control of the age of a root credential that has to exist. The oldest one decides, a window is kept on its last
 * day, and a root user without such a credential is not applicable: whether there should be one is another practice.
 */
export function rootAgeControl({ credential, renewed, ...spec }: RootAgeSpec): AwsControl {
  return defineControl({
    ...spec,
    area: 'root',
    reads: ['credential-report'],
    parameters: z.object({ maxAgeDays: z.number().int().positive().default(90) }),
    messages: {
      none: 'The root user has no {credential}',
      young: "The root user's {credential} is {age} day(s) old",
      old: "The root user's {credential} is {age} days old, past the {maxAgeDays} days allowed",
      untold: "AWS does not tell how old the root user's {credential} is",
      unlisted: 'The credential report of {generatedAt} has no row for the root user',
    },
    *evaluate({ evidence, account, parameters: { maxAgeDays }, now, pass, fail, unknown, notApplicable }) {
      const report = evidence['credential-report'];
      const row = rootRow(report);
      const resource = rootUserResource(account);
      const facts = { credential, maxAgeDays, generatedAt: report.generatedAt };
      if (row === undefined) return yield unknown('unlisted', resource, facts);
      const moments = renewed(row, account);
      const ages = moments.filter(isTime).map((moment) => daysBetween(moment, now));
      const age = Math.max(...ages);
      if (moments.length === 0) yield notApplicable('none', resource, facts);
      else if (age > maxAgeDays) yield fail('old', resource, { ...facts, age });
      else if (ages.length < moments.length) yield unknown('untold', resource, facts);
      else yield pass('young', resource, { ...facts, age });
    },
  });
}
