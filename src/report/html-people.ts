import { type AgedCredential, type AgeGroup, agedCredentials, ageGroups } from './credential-ages.ts';
import { type Html, html } from './html-text.ts';
import { capitalise, count } from './phrases.ts';
import type { ScanResult } from './scan-result.ts';

/** The most credentials that are named one by one; the findings tell of every one that is too old. */
const named = 15;

/** Who has full administrator permissions, and through what. */
export function administratorsSection({ administrators, collections }: ScanResult): Html | undefined {
  if (administrators === undefined)
    return untold('administrators', 'Administrators', ['authorization-details'], collections);
  const doubtful = administrators.filter(({ certain }) => !certain).length;
  const told =
    administrators.length === 0
      ? 'No user and no role has full administrator permissions; only the root user has.'
      : `${count(administrators.length, 'user or role', 'users and roles')} can do everything in the account${doubtful === 0 ? '' : `, ${doubtful} of them perhaps: a condition or a policy that is not in the evidence decides`}. The root user always can.`;
  return html`<section aria-labelledby="administrators">
<h2 id="administrators">Administrators</h2>
<p class="lead">${told}</p>
${
  administrators.length === 0
    ? undefined
    : html`<table class="wide">
<thead><tr><th scope="col">Who</th><th scope="col">Kind</th><th scope="col">How</th><th scope="col">Certain</th></tr></thead>
<tbody>
${administrators.map(
  ({ type, name, how, certain }) =>
    html`<tr><th scope="row" class="mono">${name}</th><td data-label="Kind">${type}</td><td data-label="How">${how}</td><td data-label="Certain"${certain ? undefined : html` class="unknown"`}>${certain ? 'yes' : 'not certain'}</td></tr>\n`,
)}</tbody>
</table>`
}
</section>`;
}

/** How old the active access keys and passwords are: a bar for each span of ages, the numbers beside it, the oldest by name. */
export function credentialsSection(result: ScanResult): Html | undefined {
  if (result.credentials === undefined)
    return untold(
      'credentials',
      'Ages of keys and passwords',
      ['credential-report', 'access-keys'],
      result.collections,
    );
  const credentials = agedCredentials(result);
  const groups = ageGroups(credentials);
  const most = Math.max(1, ...groups.map(({ keys, passwords }) => keys + passwords));
  const rest = credentials.length - named;
  return html`<section aria-labelledby="credentials">
<h2 id="credentials">Ages of keys and passwords</h2>
<p class="lead">${count(credentials.length, 'credential opens', 'credentials open')} the account: active access keys by when they were made, passwords by when they were last changed.</p>
<table class="ages">
<caption class="unseen">Active access keys and passwords by age</caption>
<thead><tr><th scope="col">Age</th><th scope="col" class="bar"><span class="unseen">Share</span></th><th scope="col" class="number key keys">Access keys</th><th scope="col" class="number key passwords">Passwords</th></tr></thead>
<tbody>
${groups.map((group) => ageRow(group, most))}</tbody>
</table>
${
  credentials.length === 0
    ? undefined
    : html`<table class="wide">
<caption>${rest > 0 ? `The ${named} oldest` : 'The oldest first'}</caption>
<thead><tr><th scope="col">User</th><th scope="col">Credential</th><th scope="col" class="number">Age in days</th><th scope="col">Since</th><th scope="col">Last used</th></tr></thead>
<tbody>
${credentials.slice(0, named).map(credentialRow)}</tbody>
</table>`
}
${rest > 0 ? html`<p class="faint">and ${rest} younger.</p>` : undefined}
</section>`;
}

function ageRow({ label, keys, passwords }: AgeGroup, most: number): Html {
  const [first, second] = [keys, passwords].map((number) => Math.round((number / most) * 10_000) / 100);
  return html`<tr><th scope="row">${capitalise(label)}</th><td class="bar"><svg aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none"><rect class="track" width="100" height="8"/><rect class="keys" width="${first}" height="8"/><rect class="passwords" x="${first}" width="${second}" height="8"/></svg></td><td class="number">${keys}</td><td class="number">${passwords}</td></tr>\n`;
}

function credentialRow({ user, kind, id, age, since, lastUsed }: AgedCredential): Html {
  const what =
    kind === 'password'
      ? 'password'
      : html`access key${id === undefined ? undefined : html` <span class="mono">${id}</span>`}`;
  return html`<tr><th scope="row" class="mono">${user}</th><td data-label="Credential">${what}</td><td data-label="Age in days" class="number${age === undefined ? ' unknown' : ''}">${age ?? 'not known'}</td><td data-label="Since">${day(since)}</td><td data-label="Last used">${day(lastUsed)}</td></tr>\n`;
}

/** A moment's day, or the word that stands for it. */
function day(moment: string): Html | string {
  if (moment === 'unknown') return 'not known';
  return Number.isNaN(Date.parse(moment)) ? moment : html`<time datetime="${moment}">${moment.slice(0, 10)}</time>`;
}

/** A section that says why it is empty, where its evidence was asked for and not read. */
function untold(
  id: string,
  heading: string,
  from: readonly string[],
  collections: ScanResult['collections'],
): Html | undefined {
  const reasons = from.flatMap((name) => {
    const { status, cause, reason } = collections[name] ?? {};
    return status === 'unreadable' && cause !== 'not-collected'
      ? [`${name}: ${reason ?? cause ?? 'it could not be read'}`]
      : [];
  });
  if (reasons.length === 0) return undefined;
  return html`<section aria-labelledby="${id}" class="notice">
<h2 id="${id}">${heading}</h2>
<p>Not known, because the evidence could not be read (${reasons.join('; ')}).</p>
</section>`;
}
