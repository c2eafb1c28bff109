import { setTimeout as wait } from 'node:timers/promises';
import type { GetServiceLastAccessedDetailsResponse, IAM, ServiceLastAccessed } from '@aws-sdk/client-iam';
import { type LastAccessed, principalsOfInterest, type ServiceUse } from '../model/last-accessed.ts';
import { absent } from '../operations/live-answers.ts';
import { allPages, dataOf, defineCollector, iamPage, pagesOf, requireRead, sortedBy } from './define.ts';

const firstWaitMs = 250;
const longestWaitMs = 4000;
/** How long IAM may take for its reports once the last one was ordered. */
const patienceMs = 120_000;

/**
 * Which services each principal used. IAM makes a report a principal: all are ordered before any is fetched,
 * so that they are made side by side. Principals that were never used, or that nobody here can change, are not asked about.
 */
export const lastAccessedCollector = defineCollector({
  name: 'service-last-accessed',
  permissions: ['iam:GenerateServiceLastAccessedDetails', 'iam:GetServiceLastAccessedDetails'],
  needs: ['authorization-details', 'credential-report'],
  async collect({ live, each, evidence }) {
    const iam = await live.iam();
    const details = requireRead('authorization-details', await evidence('authorization-details'));
    const report = dataOf(await evidence('credential-report'));
    const jobs = await each(principalsOfInterest(details, report), async (arn) => {
      const job = await absent(() =>
        iam.generateServiceLastAccessedDetails({ Arn: arn, Granularity: 'SERVICE_LEVEL' }),
      );
      return { arn, id: job?.JobId };
    });
    const deadline = Date.now() + patienceMs;
    // A principal that was deleted meanwhile has no job.
    const begun = jobs.flatMap(({ arn, id }) => (id === undefined ? [] : [{ arn, id }]));
    const readJob = ({ arn, id }: (typeof begun)[number]) => readReport(iam, arn, id, deadline);
    // Only the last one ordered is waited for: when it is done, hardly any other has to be asked for twice.
    const last = begun.pop();
    const answers = last === undefined ? [] : [await readJob(last), ...(await each(begun, readJob))];
    return sortedBy(answers, ({ arn }) => arn);
  },
  floor: (principals) => ({
    'iam:GenerateServiceLastAccessedDetails': principals.length,
    'iam:GetServiceLastAccessedDetails': principals.reduce(
      (sum, { services }) => sum + pagesOf(services?.length ?? 0, iamPage),
      0,
    ),
  }),
});

async function readReport(iam: IAM, arn: string, job: string, deadline: number): Promise<LastAccessed> {
  let pause = firstWaitMs;
  for (;;) {
    const pages = await allPages(
      (Marker) => iam.getServiceLastAccessedDetails({ JobId: job, MaxItems: iamPage, Marker }),
      (page) => (page.IsTruncated === true ? page.Marker : undefined),
    );
    if (pages.every((page) => page.JobStatus !== 'IN_PROGRESS')) return toLastAccessed(arn, pages);
    if (Date.now() + pause > deadline)
      return { arn, services: null, reason: `IAM did not finish its report within ${patienceMs / 1000} s` };
    await wait(pause);
    pause = Math.min(pause * 2, longestWaitMs);
  }
}

/** A principal's use of services from the pages of GetServiceLastAccessedDetails. */
export function toLastAccessed(
  arn: string,
  pages: readonly Partial<GetServiceLastAccessedDetailsResponse>[],
): LastAccessed {
  const failed = pages.find((page) => page.JobStatus !== 'COMPLETED');
  if (failed !== undefined)
    return { arn, services: null, reason: failed.Error?.Message ?? `IAM left its report ${failed.JobStatus}` };
  const services = pages.flatMap((page) => page.ServicesLastAccessed ?? []).map(toServiceUse);
  return { arn, services: sortedBy(services, ({ service }) => service) };
}

function toServiceUse(use: ServiceLastAccessed): ServiceUse {
  return {
    service: use.ServiceNamespace ?? '',
    lastUsed: use.LastAuthenticated?.toISOString() ?? 'never',
    ...(use.LastAuthenticatedRegion === undefined ? {} : { region: use.LastAuthenticatedRegion }),
  };
}
