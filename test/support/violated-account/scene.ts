import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { openLive } from '../../../src/providers/aws/live.ts';
import type { Moto } from '../moto.ts';
import { type AttestedId, attested, baseline, soundAccount } from './sound-account.ts';

/** Where violations are planted and mended: the AWS clients of a person, and what no API of AWS tells or does. */
export type Scene = Awaited<ReturnType<typeof openScene>>;

/**
 * Fills an endpoint with the sound account, and the folder in which the program runs with its baseline and with what
 * people signed off.
 */
export async function openSoundAccount(moto: Moto, folder: string, now = new Date()): Promise<Scene> {
  await moto.reset();
  await moto.seed(soundAccount(now).build());
  writeFileSync(join(folder, 'remediate.yaml'), baseline);
  const scene = await openScene(moto, folder, now);
  for (const control of attested) scene.attest(control, scene.daysAgo(10));
  return scene;
}

/** Opens what people do by hand in the account that an endpoint holds already. */
export async function openScene(moto: Moto, folder: string, now: Date) {
  const live = openLive();
  const { region } = live;
  const [iam, sts, organizations, account, cloudtrail, cloudwatch, logs, config, budgets] = await Promise.all([
    live.iam(),
    live.sts(),
    live.organizations(),
    live.account(),
    live.cloudtrail(region),
    live.cloudwatch(region),
    live.logs(region),
    live.config(region),
    live.budgets(),
  ]);
  const [ec2, elb, acm, lambda, secrets, s3, waf, sso, analyzers, analyzersOfEurope, configOfEurope] =
    await Promise.all([
      live.ec2(region),
      live.loadBalancing(region),
      live.acm(region),
      live.lambda(region),
      live.secretsManager(region),
      live.s3(region),
      live.wafv2(region),
      live.ssoAdmin(region),
      live.accessAnalyzer(region),
      live.accessAnalyzer('eu-west-1'),
      live.config('eu-west-1'),
    ]);
  const signed = new Map<string, string>();
  return {
    moto,
    daysAgo: (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString(),
    /** Signs something off on a day; null withdraws it. */
    attest(control: AttestedId, at: string | null): void {
      if (at === null) signed.delete(control);
      else signed.set(control, at);
      const attestations = [...signed].map(([id, on]) => ({
        control: id,
        statement: 'in order',
        signedBy: 'Ada',
        at: on,
      }));
      writeFileSync(join(folder, 'attestations.yaml'), stringify({ version: 1, attestations }));
    },
    ...{ iam, sts, organizations, account, cloudtrail, cloudwatch, logs, config, budgets },
    ...{ ec2, elb, acm, lambda, secrets, s3, waf, sso, analyzers, analyzersOfEurope, configOfEurope },
  };
}
