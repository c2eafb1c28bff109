// `npx tsx scripts/wizard-images.ts`: runs the built wizard on the sandbox and draws its main pages into docs/images/.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { screenImage } from '../test/support/screen-image.ts';
import { keys, Terminal } from '../test/support/terminal.ts';

const images = fileURLToPath(new URL('../docs/images/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'wizard-images-'));
const terminal = new Terminal(['wizard'], {
  cwd: folder,
  env: {
    PATH: process.env['PATH'],
    HOME: folder,
    XDG_STATE_HOME: join(folder, 'state'),
    AWS_EC2_METADATA_DISABLED: 'true',
  },
  columns: 96,
  rows: 34,
});

/** Draws a page: from the last line that fits on, to the end or to where the next page begins. */
function draw(name: string, from: RegExp, until?: RegExp): void {
  const { rows } = terminal;
  const first = rows.findLastIndex(({ text }) => from.test(text));
  const end = until === undefined ? rows.length : rows.findLastIndex(({ text }) => until.test(text)) - 1;
  if (first === -1 || end <= first) throw new Error(`no lines for ${name} fit ${from}`);
  const image = screenImage(terminal.screen, { first, rows: end - first, title: 'remediate' });
  writeFileSync(join(images, `wizard-${name}.svg`), image);
  process.stdout.write(`docs/images/wizard-${name}.svg\n`);
}

mkdirSync(images, { recursive: true });
try {
  await terminal.asks(/Which account\?/);
  terminal.press(keys.down);
  await terminal.asks(/❯ The sandbox/);
  draw('account', /Which account\?/);
  terminal.press(keys.enter);
  await terminal.asks(/What is to be mended\?/);
  terminal.press(...Array.from({ length: 7 }, () => keys.down));
  await terminal.asks(/❯ {2}◉/);
  draw('posture', /^Account /, /What is to be mended\?/);
  draw('choose', /What is to be mended\?/);
  terminal.press(keys.tab);
  await terminal.asks(/ 0 of \d+ chosen/);
  terminal.press('polic', keys.tab);
  await terminal.asks(/chosen search: polic/);
  draw('search', /What is to be mended\?/);
  terminal.press(keys.enter);
  await terminal.asks(/How are they to be mended\?/);
  terminal.press(keys.enter);
  await terminal.asks(/What is to become of it\?/);
  draw('finding', /── Finding/);
  terminal.press(keys.up);
  terminal.press(keys.down, keys.down, keys.down, keys.down, keys.down);
  await terminal.asks(/❯ Take what is recommended/);
  terminal.press(keys.enter);
  await terminal.asks(/What is to be done with it\?/);
  terminal.press(keys.down);
  await terminal.asks(/❯ Apply/);
  draw('plan', /^UNDO/);
  terminal.press(keys.enter);
  await terminal.ended;
  draw('end', /^Changing account/);
} finally {
  terminal.kill();
  rmSync(folder, { recursive: true, force: true });
}
