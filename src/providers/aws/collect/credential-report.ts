import { setTimeout as wait } from 'node:timers/promises';
import type { IAM } from '@aws-sdk/client-iam';
import type { CredentialReport } from '../model/credential-report.ts';
import { dataOf, defineCollector } from './define.ts';
import { parseCredentialReport } from './parse-credential-report.ts';

/** IAM makes a new report only when the last one is this old. */
const oldestMs = 4 * 60 * 60 * 1000;
const firstWaitMs = 250;
const longestWaitMs = 4000;
const patienceMs = 180_000;

/** The credential report, made anew where IAM lets us; it may lag behind the account by up to four hours. */
export const credentialReportCollector = defineCollector({
  name: 'credential-report',
  permissions: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  needs: [],
  async collect({ live, now, wanted, evidence }) {
    const iam = await live.iam();
    await generate(iam);
    const report = await download(iam);
    const details = wanted.has('authorization-details') ? dataOf(await evidence('authorization-details')) : undefined;
    const reported = new Set(report.rows.map((row) => row.user));
    const missing = details?.users.some((user) => !reported.has(user.name)) ?? false;
    const stale = now.getTime() - Date.parse(report.generatedAt) > oldestMs;
    // A report that IAM still holds for fresh is not asked for twice: it would be the same again.
    if ((missing || stale) && (await generate(iam)) === 'made') return download(iam);
    return report;
  },
  floor: () => ({ 'iam:GenerateCredentialReport': 1, 'iam:GetCredentialReport': 1 }),
});

/** Has IAM make a report and waits for it; `kept` says that IAM goes on serving the one it has. */
async function generate(iam: IAM): Promise<'made' | 'kept'> {
  const end = Date.now() + patienceMs;
  let pause = firstWaitMs;
  for (let asked = 0; Date.now() < end; asked += 1) {
    const { State } = await iam.generateCredentialReport({});
    if (State === 'COMPLETE') return asked === 0 ? 'kept' : 'made';
    await wait(pause);
    pause = Math.min(pause * 2, longestWaitMs);
  }
  throw new Error(`IAM did not finish the credential report within ${patienceMs / 1000} s`);
}

async function download(iam: IAM): Promise<CredentialReport> {
  const { Content, GeneratedTime } = await iam.getCredentialReport({});
  const text = new TextDecoder().decode(Content);
  const generatedAt = GeneratedTime?.toISOString() ?? '';
  return parseCredentialReport(text, generatedAt, 'the credential report');
}
