/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { htmlReport } from '../../src/report/html.ts';
import { type OpenReport, openReport, startChromium } from '../support/chromium.ts';
import { findingNamed, hostileNames } from './hostile.ts';
import { fullScan } from './sample-full.ts';
import { finding, sampleExceptions, scanOf } from './sample-scan.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await startChromium();
});
afterAll(async () => {
  await browser.close();
});

function open(html: string, look?: Parameters<typeof openReport>[2]): Promise<OpenReport> {
  return openReport(browser, html, look);
}

const whole = htmlReport(fullScan);
const visibleRows = (page: Page) => page.locator('#practices tbody tr:not([hidden])').count();
/** Everything that is folded away, opened. */
const unfold = (page: Page) =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });

describe('the report', () => {
  let report: OpenReport;
  let page: Page;
  beforeAll(async () => {
    report = await open(whole);
    page = report.page;
  });
  afterAll(() => report.close());
  const settled = () =>
    page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));

  test('shows every part, and says nothing to the console', async () => {
    for (const name of [
      'By area',
      'By framework',
      'Administrators',
      'Ages of keys and passwords',
      'Exceptions',
      'What a plan would change',
      'Findings',
    ])
      expect(await page.getByRole('heading', { name, exact: true, level: 2 }).isVisible()).toBe(true);
    expect(report.heard).toEqual([]);
  });

  test('search narrows to what holds every word, and clearing shows all again', async () => {
    const all = await visibleRows(page);
    expect(all).toBe(fullScan.findings.length);
    await page.getByLabel('Search').fill('grace console');
    await settled();
    expect(await visibleRows(page)).toBe(1);
    expect(await page.locator('#shown').textContent()).toBe('1 finding shown');
    await page.getByLabel('Search').fill('no such thing');
    await settled();
    expect(await page.getByText('No finding fits.').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Show all' }).click();
    await settled();
    expect(await visibleRows(page)).toBe(all);
  });

  test('severity, area, framework and status narrow, alone and together', async () => {
    const of = (test: (item: (typeof fullScan.findings)[number]) => boolean) => fullScan.findings.filter(test).length;
    await page.locator('#severity').selectOption('high');
    await settled();
    expect(await visibleRows(page)).toBe(of(({ severity }) => severity === 'high'));
    await page.getByLabel('Failed').uncheck();
    await settled();
    expect(await visibleRows(page)).toBe(of(({ severity, status }) => severity === 'high' && status !== 'fail'));
    await page.getByLabel('Failed').check();
    await page.locator('#severity').selectOption('');
    await page.locator('#area').selectOption('monitoring');
    await settled();
    expect(await visibleRows(page)).toBe(of(({ control }) => control.endsWith('-alarm')));
    await page.locator('#area').selectOption('');
    await page.locator('#framework').selectOption('House rules 2026');
    await settled();
    const asked = fullScan.controls?.filter(({ severity }) => severity === 'high').map(({ id }) => id);
    expect(await visibleRows(page)).toBe(of(({ control }) => asked?.includes(control) === true));
    await page.locator('#framework').selectOption('');
    await settled();
  });

  test('the keyboard alone reaches everything in the order of the page', async () => {
    await page.reload();
    const stops: string[] = [];
    for (let at = 0; at < 40; at++) {
      await page.keyboard.press('Tab');
      stops.push(
        await page.evaluate(() => {
          const element = document.activeElement;
          return `${element?.tagName} ${(element?.getAttribute('href') ?? element?.id) || element?.textContent?.trim().slice(0, 30)}`;
        }),
      );
    }
    expect(stops[0]).toBe('A #findings');
    const links = [
      '#trend',
      '#unread',
      '#areas',
      '#frameworks',
      '#administrators',
      '#credentials',
      '#exceptions',
      '#plan',
      '#findings',
    ];
    expect(stops.slice(1, 1 + links.length)).toEqual(links.map((link) => `A ${link}`));
    const places = await page.evaluate(() => {
      const focusable = [...document.querySelectorAll<HTMLElement>('a, button, input, select, summary')].filter(
        (element) => element.checkVisibility() && element.tabIndex >= 0,
      );
      return focusable.every(
        (element, at) =>
          at === 0 || (focusable[at - 1]?.compareDocumentPosition(element) ?? 0) & Node.DOCUMENT_POSITION_FOLLOWING,
      );
    });
    expect(places).toBe(true);
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('query');
    // On a field the same key is a letter.
    await page.keyboard.press('/');
    expect(await page.getByLabel('Search').inputValue()).toBe('/');
    await page.getByLabel('Search').fill('');
    const first = page.locator('.practice > summary').first();
    const wasOpen = await page.locator('.practice').first().getAttribute('open');
    await first.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.practice').first().getAttribute('open')).not.toBe(wasOpen);
  });

  test('a link to a control opens it and gives it the focus, and a link back opens the framework', async () => {
    await page.reload();
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = false;
    });
    await page.locator('.framework > summary').first().click();
    await page.locator('.framework a').first().click();
    await settled();
    const target = await page.evaluate(() => document.activeElement?.closest('details')?.id);
    expect(target).toMatch(/^control-/);
    const practice = page.locator(`[id="${target}"]`);
    expect(await practice.getAttribute('open')).toBe('');
    await practice.locator('dd summary').first().click();
    await practice.locator('.asked a').first().click();
    await settled();
    expect(await page.evaluate(() => document.activeElement?.closest('details')?.className)).toMatch(/^framework/);
  });

  test('the report says nothing to the console whatever is done with it', () => expect(report.heard).toEqual([]));
});

test.each([
  ['light', false, 1280],
  ['dark', true, 1280],
  ['light on a telephone', false, 390],
])('axe finds no violation: %s', async (_, dark, width) => {
  const report = await open(whole, { dark, width });
  await unfold(report.page);
  await report.page.evaluate(axe.source);
  const { violations, passes } = await report.page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] }),
  );
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  expect(passes.length).toBeGreaterThan(20);
  await report.close();
});

/** What stands out of the page at its right, or holds more than it shows. */
const overflowing = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => element.checkVisibility() && element.closest('.unseen, .skip, thead') === null)
      .filter(
        (element) =>
          element.getBoundingClientRect().right > document.documentElement.clientWidth + 1 ||
          (!(element instanceof SVGElement) &&
            element.clientWidth > 0 &&
            element.scrollWidth > element.clientWidth + 1),
      )
      .map((element) => `${element.tagName}.${element.className} ${element.textContent?.slice(0, 60)}`),
  );

const wordy = 'a-very-long-name-without-a-break-'.repeat(6);
const broad = htmlReport({
  ...fullScan,
  findings: [...fullScan.findings, findingNamed(wordy)],
  exceptions: [
    ...sampleExceptions,
    {
      ...sampleExceptions[0],
      control: 'user-policies',
      resource: wordy,
      owner: wordy,
      reason: wordy,
      expires: '2026-12-31',
      state: 'accepting',
      findings: 1,
    },
  ],
  administrators: [{ type: 'user', name: wordy, how: wordy, certain: true }],
  credentials: [{ user: wordy, kind: 'access-key', id: wordy, since: '2025-01-01T00:00:00Z', lastUsed: 'never' }],
});

test.each([360, 768, 1280])('on a screen %i wide nothing stands out, however long the names', async (width) => {
  const report = await open(broad, { width });
  await unfold(report.page);
  expect(await overflowing(report.page)).toEqual([]);
  await report.close();
});

test('on A4 paper everything is opened, nothing is clipped, and no control of the screen is printed', async () => {
  // 210 mm less the margins of 14 mm on each side, at 96 dots an inch.
  const report = await open(broad, { width: 688 });
  const { page } = report;
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('#filter').isVisible()).toBe(false);
  expect(await page.getByRole('navigation').isVisible()).toBe(false);
  // What passed is printed without its evidence, and what an earlier edition asks is left out, until they are opened.
  const left = '.earlier *, tr[data-s="pass"] pre, tr[data-s="not-applicable"] pre';
  const hidden = () =>
    page.evaluate(
      (kept) =>
        [...document.querySelectorAll('tbody tr, pre')].filter(
          (element) => !element.matches(kept) && !element.checkVisibility(),
        ).length,
      left,
    );
  expect(await hidden()).toBe(0);
  expect(await page.locator('.earlier table').first().isVisible()).toBe(false);
  expect(await overflowing(page)).toEqual([]);
  await unfold(page);
  expect(await page.locator('.earlier table').first().isVisible()).toBe(true);
  expect(await overflowing(page)).toEqual([]);
  const pdf = await page.pdf({ preferCSSPageSize: true, format: 'A4' });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  await report.close();
});

test('ten thousand findings open in under two seconds, and a search through them is done before anybody waits', async () => {
  const many = Array.from({ length: 10_000 }, (_, index) => {
    const user = { type: 'iam-user', id: `user-${index}`, arn: `arn:aws:iam::111122223333:user/user-${index}` };
    const control = ['key-age', 'user-mfa', 'user-policies', 'group-unused'][index % 4] ?? '';
    return finding(control, 'fail', user, `What was found on user ${index} is told in a sentence`, {
      index,
      user: user.id,
    });
  });
  const html = htmlReport(scanOf(many));
  // Other tests run on the same processors: the best of three openings is what the page itself takes.
  const times: number[] = [];
  for (let at = 0; at < 2; at++) {
    const earlier = await open(html);
    times.push(earlier.opened);
    await earlier.close();
  }
  const report = await open(html);
  expect(Math.min(...times, report.opened)).toBeLessThan(2_000);
  const took = await report.page.evaluate(async () => {
    const query = document.querySelector<HTMLInputElement>('#query');
    const began = performance.now();
    if (query !== null) query.value = 'user-9999';
    query?.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    return performance.now() - began;
  });
  expect(took).toBeLessThan(1_000);
  expect(await visibleRows(report.page)).toBe(1);
  await report.close();
});

test('names that would be code are text: nothing runs, nothing is asked for, and they can be read', async () => {
  const all = {
    ...scanOf(hostileNames.map((name) => findingNamed(name))),
    administrators: hostileNames.map((name) => ({ type: 'user', name, how: name, certain: false })),
    credentials: hostileNames.map((name) => ({
      user: name,
      kind: 'access-key' as const,
      id: name,
      since: name,
      lastUsed: name,
    })),
    exceptions: hostileNames.map((name) => ({
      control: name,
      resource: name,
      owner: name,
      reason: name,
      expires: name,
      state: 'unused' as const,
      findings: 0,
    })),
  };
  const report = await open(htmlReport(all));
  const { page } = report;
  await unfold(page);
  expect(await page.locator('img, iframe, object, embed, link, base').count()).toBe(0);
  expect(await page.locator('script').count()).toBe(1);
  expect(await page.getByText('<script>alert(1)</script>').count()).toBeGreaterThan(2);
  await page.getByLabel('Search').fill('<script>');
  await page.getByLabel('Search').press('Enter');
  expect(report.heard).toEqual([]);
  await report.close();
});
