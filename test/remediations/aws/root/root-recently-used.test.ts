import rootRecentlyUsed from '../../../../remediations/aws/root/root-recently-used.ts';
import { emptySlot } from '../../../../src/providers/aws/model/build-user.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { Moment, ReportRow } from '../../../../src/providers/aws/model/credential-report.ts';
import { testRemediation } from '../../../support/harness.ts';

const { daysAgo } = account();
const given = (row: Partial<ReportRow> | null) => account().root({ row });
const key = (lastUsed: Moment, active = true) => ({ active, lastRotated: daysAgo(900), lastUsed });
const found = (reason: string) => [{ resource: 'root', reason }];

testRemediation(rootRecentlyUsed, {
  compliant: {
    'a password used 90 days ago': given({ passwordLastUsed: daysAgo(90) }),
    'a password that was never used': given({ passwordLastUsed: 'never' }),
    'a key used 90 days ago': given({ keys: [key(daysAgo(90)), emptySlot] }),
  },
  violating: {
    'a password used 89 days ago': { given: given({ passwordLastUsed: daysAgo(89) }), expect: found('used') },
    'a password used today': { given: given({ passwordLastUsed: daysAgo(0) }), expect: found('used') },
    'a key used on the last day': { given: given({ keys: [emptySlot, key(daysAgo(89))] }), expect: found('used') },
    'a key that was used and then deactivated': {
      given: given({ keys: [key(daysAgo(3), false), emptySlot] }),
      expect: found('used'),
    },
    'a use that is told beside one that is not': {
      given: given({ passwordLastUsed: 'unknown', keys: [key(daysAgo(3)), emptySlot] }),
      expect: found('used'),
    },
  },
  unknown: {
    'a password of which AWS tells nothing': {
      given: given({ passwordLastUsed: 'unknown' }),
      expect: found('untold'),
    },
    'a key of which AWS tells nothing': {
      given: given({ keys: [key('unknown'), emptySlot] }),
      expect: found('untold'),
    },
    'no root row in the report': { given: given(null), expect: found('unlisted') },
  },
});
