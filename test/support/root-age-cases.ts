import { account } from '../../src/providers/aws/model/builder.ts';
import type { Moment, ReportRow } from '../../src/providers/aws/model/credential-report.ts';
import type { Cases } from './harness.ts';

/** What tells one control of the family from another: the root row with credentials of the kind, and with none. */
export interface RootAgeSample {
  readonly renewed: (...moments: readonly Moment[]) => Partial<ReportRow>;
  readonly none: Partial<ReportRow>;
}

/** The cases that hold for every control of the age of a root credential, at 90 days. */
export function rootAgeCases({ renewed, none }: RootAgeSample): Cases {
  const { daysAgo } = account();
  const given = (row: Partial<ReportRow> | null) => account().root({ row });
  const found = (reason: string) => [{ resource: 'root', reason }];
  return {
    compliant: {
      'renewed today': given(renewed(daysAgo(0))),
      'renewed 90 days ago, the last day allowed': given(renewed(daysAgo(90))),
      'renewed some hours past 90 days ago, which are 90 whole days': given(renewed(daysAgo(90.9))),
    },
    violating: {
      'renewed 91 days ago': { given: given(renewed(daysAgo(91))), expect: found('old') },
      'renewed years ago': { given: given(renewed(daysAgo(2000))), expect: found('old') },
      'the root user of China': {
        given: account(undefined, 'aws-cn').root({ row: renewed(daysAgo(91)) }),
        expect: found('old'),
      },
    },
    notApplicable: { 'no such credential': { given: given(none), expect: found('none') } },
    unknown: {
      'AWS does not tell when': { given: given(renewed('unknown')), expect: found('untold') },
      'no root row in the report': { given: given(null), expect: found('unlisted') },
    },
  };
}
