import type { UserBuilder } from '../../src/providers/aws/model/build-user.ts';
import { account } from '../../src/providers/aws/model/builder.ts';
import { QUARANTINE_POLICY, userQuarantine } from '../../src/providers/aws/policy/quarantine.ts';

/** The inline policy of a user who was put into quarantine so many days before a built account is looked at. */
export function quarantineDocument(daysAgo: number): object {
  return JSON.parse(userQuarantine(new Date(account().daysAgo(daysAgo)))) as object;
}

/** Puts a user into quarantine so many days ago. */
export function quarantined(user: UserBuilder, daysAgo: number): UserBuilder {
  return user.noPassword().inline(QUARANTINE_POLICY, quarantineDocument(daysAgo));
}
