import accessKeyRotation from '../../../../remediations/aws/access-keys/access-key-rotation.ts';
import { emptySlot, type KeyOptions } from '../../../../src/providers/aws/model/build-user.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const program = (...keys: KeyOptions[]) =>
  account().user('ci', (user) => keys.reduce((made, key) => made.key(key), user.noPassword()));
const oldSlot = { ...emptySlot, active: true, lastRotated: account().daysAgo(400) };
const old = (discriminator: string) => ({ resource: 'ci', reason: 'old', discriminator });

testRemediation(accessKeyRotation, {
  compliant: {
    'a new key': program({ id: 'AKIANEW', ageDays: 1 }),
    'a key on the last day of the strictest window': program({ id: 'AKIAEDGE', ageDays: 30 }),
    'an old key that is not active': program({ id: 'AKIAOFF', ageDays: 400, active: false }),
    "the root user's old key is another control's": account().root({ row: { keys: [oldSlot, emptySlot] } }),
  },
  violating: {
    'a key one day past the strictest window': {
      given: program({ id: 'AKIAPAST', ageDays: 31 }),
      expect: [old('AKIAPAST')],
    },
    'a key in use for years': {
      given: program({ id: 'AKIAUSED', ageDays: 700, usedDaysAgo: 0 }),
      expect: [old('AKIAUSED')],
    },
    'an old key that was never used': {
      given: program({ id: 'AKIANEVER', ageDays: 91, usedDaysAgo: 'never' }),
      expect: [old('AKIANEVER')],
    },
    'two old keys in use: there is no room for a third': {
      given: program({ id: 'AKIAFIRST', ageDays: 100 }, { id: 'AKIASECOND', ageDays: 50 }),
      expect: [old('AKIAFIRST'), old('AKIASECOND')],
    },
    'two old keys, one of them idle': {
      given: program({ id: 'AKIAIDLE', ageDays: 500, usedDaysAgo: 200 }, { id: 'AKIAUSED', ageDays: 95 }),
      expect: [old('AKIAIDLE'), old('AKIAUSED')],
    },
    'an old key beside one that was deactivated': {
      given: program({ id: 'AKIAOFF', ageDays: 500, usedDaysAgo: 200, active: false }, { id: 'AKIAUSED', ageDays: 95 }),
      expect: [old('AKIAUSED')],
    },
  },
  unknown: {
    'a user whose keys were not listed': {
      given: account().user('ci', (user) => user.reported({ keys: [oldSlot, emptySlot] })),
      expect: [{ resource: 'ci', reason: 'unlisted' }],
    },
    'a user who is not in the report': {
      given: account().user('ci', (user) =>
        user.key({ ageDays: 400 }).reported({ user: 'ci-before-renaming', keys: [emptySlot, emptySlot] }),
      ),
      expect: [{ resource: 'ci', reason: 'unreported' }],
    },
  },
});
