import { defineCollector } from './define.ts';

/** What people signed off is in no account: the command line puts the file of it in here. */
export const attestationsCollector = defineCollector({
  name: 'attestations',
  permissions: [],
  needs: [],
  collect: async () => [],
  floor: () => ({}),
});
