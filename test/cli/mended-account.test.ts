import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Finding } from '../../src/engine/finding.ts';
import type { Plan } from '../../src/engine/plan.ts';
import type { ScanResult } from '../../src/report/scan-result.ts';
import { Desk } from '../support/cli.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { violations } from '../support/violated-account/index.ts';
import { openSoundAccount } from '../support/violated-account/scene.ts';
import { alarmMail, settled } from '../support/violated-account/settled.ts';

describe('an account that breaks every practice, mended by the program', () => {
  let moto: Moto;
  let desk: Desk;
  beforeAll(async () => {
    moto = await startMoto();
    desk = new Desk(moto.env);
    mkdirSync(join(desk.folder, 'plans'));
  });
  afterAll(() => moto.stop());

  const scan = async () => {
    const { out, err } = await desk.run(['scan', '--format', 'json']);
    expect(err).not.toContain('error:');
    return (JSON.parse(out) as ScanResult).findings;
  };
  const run = async (...args: string[]) => {
    const ended = await desk.run(args);
    expect(ended.err).not.toContain('error:');
    return ended;
  };

  /** The baseline of the sound account, with what its owner settles. */
  function settle(): void {
    const file = join(desk.folder, 'remediate.yaml');
    const baseline = parse(readFileSync(file, 'utf8')) as { controls: Record<string, object> };
    for (const [control, parameters] of Object.entries(settled))
      baseline.controls[control] = { ...baseline.controls[control], ...parameters };
    writeFileSync(file, stringify({ ...baseline, alarmEmails: [alarmMail] }));
  }

  test('closes what is not a person’s to do, and gives the account back', { timeout: 600_000 }, async () => {
    const scene = await openSoundAccount(moto, desk.folder);
    settle();
    for (const { plant } of violations) await plant(scene);
    const before = await scan();

    await run('plan', '--via', 'api', '--output', 'plans/all');
    const plan = JSON.parse(readFileSync(join(desk.folder, 'plans/all/plan.json'), 'utf8')) as Plan;
    expect(plan.guards.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    // What the plan gives to a group it does not delete: that finding is closed by being used.
    expect(passedOver(plan)).toEqual([
      'policy-unused: shelved: "Delete policy shelved" would take away what "Attach policy shelved to group readers" needs',
    ]);

    expect(await run('apply', 'plans/all', '--yes')).toMatchObject({ code: 0 });
    for (const { resource } of plan.changes)
      if (resource.type === 'sns-subscription') await moto.confirm(resource.address['topicArn'] ?? '', alarmMail);
    const failing = new Map((await scan()).map((finding) => [finding.fingerprint, finding]));
    const open = plan.findings.filter(({ fingerprint }) => failing.get(fingerprint)?.status === 'fail');
    expect(open.filter(isMended(plan)).map(named)).toEqual([]);

    await run('rollback', 'plans/all/runs/1.jsonl', '--yes');
    expect(comparable(await scan(), plan)).toEqual(comparable(before, plan));
  });
});

const named = ({ control, resource }: Finding) => `${control}: ${resource.id}`;

/** The findings for which a plan does nothing, and why. */
function passedOver(plan: Plan): string[] {
  return plan.unplanned.map(({ fingerprint, reason }) => {
    const finding = plan.findings.find((one) => one.fingerprint === fingerprint);
    return `${finding && named(finding)}: ${reason}`;
  });
}

/** Whether a plan's changes close a finding by themselves: none of them waits, and no person has to do it. */
function isMended(plan: Plan) {
  const waiting = new Set(plan.changes.flatMap(({ gate, closes }) => (gate === undefined ? [] : closes)));
  const byHand = new Set(plan.parts.flatMap(({ guide, closes }) => (guide === undefined ? [] : closes)));
  return ({ fingerprint }: Finding) => !waiting.has(fingerprint) && !byHand.has(fingerprint);
}

/** What a scan said, without the dates of what was deleted and made again. */
function comparable(findings: readonly Finding[], plan: Plan) {
  const remade = new Set(
    plan.changes.flatMap(({ reversibility, resource }) =>
      reversibility === 'recoverable' ? Object.values(resource.address) : [],
    ),
  );
  return findings
    .filter(({ resource }) => !remade.has(resource.id))
    .map(({ control, resource, status, reason }) => `${control}: ${resource.id}: ${status}, ${reason}`);
}
