// Where a Chromium is that can draw a page: the one that CHROMIUM names, else the first of the usual names on the PATH.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const places = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** What to do where there is none. */
export const chromiumMissing =
  'no Chromium was found, and the report is tested in one: install it (on Debian `apt-get install chromium`), or name one in CHROMIUM';

/** Its path, or undefined where there is none. */
export function findChromium(env) {
  if (env.CHROMIUM) return env.CHROMIUM;
  const folders = (env.PATH ?? '').split(delimiter);
  const candidates = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...places];
  return candidates.find((path) => existsSync(path));
}
