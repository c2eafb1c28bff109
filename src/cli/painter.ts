import type { Painter } from '../report/painter.ts';
import { plain } from '../report/painter.ts';
import type { Host, Tone } from './host.ts';

/** The terminal's colours for the roles that reports know; none where the host has no colour. */
export function painter(host: Host, coloured = true): Painter {
  if (!coloured) return plain;
  const tone = (name: Tone) => (text: string) => host.paint(name, text);
  return {
    critical: tone('magenta'),
    high: tone('red'),
    medium: tone('yellow'),
    low: tone('cyan'),
    info: tone('dim'),
    strong: tone('bold'),
    faint: tone('dim'),
    good: tone('green'),
    doubt: tone('yellow'),
    added: tone('green'),
    removed: tone('red'),
  };
}
