// `npx tsx scripts/screenshot.ts`: the picture of the report in docs/images, of the sandbox account on a fixed day.
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { controls } from '../remediations/index.ts';
import { accountView } from '../src/cli/account-view.ts';
import { version } from '../src/cli/version.ts';
import { defaultBaseline } from '../src/engine/baseline.ts';
import { evaluate } from '../src/engine/evaluate.ts';
import { demoAccount } from '../src/providers/sandbox/demo-account.ts';
import { htmlReport } from '../src/report/html.ts';
import { scanResult } from '../src/report/scan-result.ts';
import { chromiumMissing, findChromium } from './chromium.mjs';

const path = fileURLToPath(new URL('../docs/images/report.png', import.meta.url));
const executablePath = findChromium(process.env);
if (executablePath === undefined) throw new Error(chromiumMissing);

const now = new Date('2026-03-01T12:00:00.000Z');
const snapshot = demoAccount(now);
const findings = evaluate(controls, snapshot, defaultBaseline, now);
const html = htmlReport(
  scanResult(snapshot, findings, { name: 'remediate', version }, controls, [], accountView(snapshot)),
);

const browser = await chromium.launch({
  executablePath,
  args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
});
const page = await browser.newPage({ viewport: { width: 1160, height: 1640 } });
await page.setContent(html, { waitUntil: 'load' });
mkdirSync(dirname(path), { recursive: true });
await page.screenshot({ path });
await browser.close();
process.stdout.write(`${path}: ${Math.round(statSync(path).size / 1000)} kB\n`);
