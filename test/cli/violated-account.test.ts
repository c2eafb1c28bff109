import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controls } from '../../remediations/index.ts';
import type { ScanResult } from '../../src/report/scan-result.ts';
import { Desk } from '../support/cli.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { rivals, violations } from '../support/violated-account/index.ts';
import { openSoundAccount } from '../support/violated-account/scene.ts';
import type { Violation } from '../support/violated-account/violation.ts';

const controlsOf = (planted: readonly Violation[]) => planted.flatMap(({ finds }) => Object.keys(finds));
const plantedIn = (planted: readonly Violation[]) =>
  planted.flatMap(({ finds }) => Object.entries(finds).map(([control, resource]) => `${control}: ${resource}`)).sort();

describe('an account that breaks every practice', () => {
  let moto: Moto;
  let desk: Desk;
  /** How a scan ended, and what it found, in order. */
  const scan = async (...only: readonly string[]) => {
    const { code, out, err } = await desk.run(['scan', '--format', 'json', ...only]);
    expect(err).not.toContain('error:');
    const { findings } = JSON.parse(out) as ScanResult;
    const found = (status: string) => [
      ...new Set(findings.flatMap((one) => (one.status === status ? `${one.control}: ${one.resource.id}` : []))),
    ];
    return { code, fail: found('fail').sort(), unknown: found('unknown').sort(), pass: found('pass').sort() };
  };

  beforeAll(async () => {
    moto = await startMoto();
    desk = new Desk(moto.env);
  });
  afterAll(() => moto.stop());

  test('has a violation for each control of the catalogue', () => {
    expect(controlsOf([...violations, ...rivals]).sort()).toEqual(controls.map(({ id }) => id));
  });

  test('one scan finds each, and the same account mended by hand scans clean', { timeout: 180_000 }, async () => {
    const scene = await openSoundAccount(moto, desk.folder);
    expect(await scan()).toMatchObject({ code: 0, fail: [], unknown: [] });

    for (const { plant } of violations) await plant(scene);
    const violated = await scan();
    expect(violated.code).toBe(1);
    expect(plantedIn(violations).filter((planted) => !violated.fail.includes(planted))).toEqual([]);

    for (const { mend } of violations) await mend(scene);
    expect(await scan()).toMatchObject({ code: 0, fail: [], unknown: [] });
  });

  test('what excludes other violations is found and mended in an account of its own', async () => {
    const scene = await openSoundAccount(moto, desk.folder);
    const only = ['--control', controlsOf(rivals).join(',')];
    for (const { plant } of rivals) await plant(scene);
    expect(await scan(...only)).toMatchObject({ code: 1, fail: plantedIn(rivals), unknown: [] });

    for (const { mend } of rivals) await mend(scene);
    expect(await scan(...only)).toMatchObject({ code: 0, pass: plantedIn(rivals), unknown: [] });
  });
});
