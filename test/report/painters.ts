import { type Painter, plain } from '../../src/report/painter.ts';

/** A painter whose colours can be seen in a test: text in brackets that no name holds. */
export const brackets: Painter = Object.fromEntries(
  Object.keys(plain).map((role) => [role, (text: string) => `⟦${text}⟧`]),
) as unknown as Painter;

/** The text without what `brackets` added. */
export function unpainted(text: string): string {
  return text.replace(/[⟦⟧]/gu, '');
}
