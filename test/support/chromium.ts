/// <reference lib="dom" />
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumMissing, findChromium } from '../../scripts/chromium.mjs';
import { temporaryFolder } from './temporary-folder.ts';

/** Starts the Chromium of this machine; without one the tests fail: they are never skipped. */
export async function startChromium(): Promise<Browser> {
  const executablePath = findChromium(process.env);
  if (executablePath === undefined) throw new Error(chromiumMissing);
  return chromium.launch({
    executablePath,
    args: [
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-dev-shm-usage',
      // Chromium's sandbox does not run as root, as which containers test.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
}

/** A report that is open in a browser. */
export interface OpenReport {
  readonly page: Page;
  /** What the page said to the console, threw, or asked of the network. */
  readonly heard: string[];
  /** Milliseconds from asking for the page until it was drawn. */
  readonly opened: number;
  close(): Promise<void>;
}

/** Opens a report from a file, as a reader does. */
export async function openReport(
  browser: Browser,
  html: string,
  look: { readonly width?: number; readonly dark?: boolean } = {},
): Promise<OpenReport> {
  const path = join(temporaryFolder(), 'report.html');
  writeFileSync(path, html);
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1280, height: 900 },
    colorScheme: look.dark === true ? 'dark' : 'light',
  });
  const page = await context.newPage();
  const url = pathToFileURL(path).href;
  const heard: string[] = [];
  page.on('console', (message) => heard.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => heard.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    heard.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url) heard.push(`request: ${request.url()}`);
  });
  const began = performance.now();
  await page.goto(url, { waitUntil: 'load' });
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  const opened = performance.now() - began;
  return { page, heard, opened, close: () => context.close() };
}
