import { RemediateError } from '../engine/errors.ts';
import { neutralise } from '../report/neutral-text.ts';
import type { Host } from './host.ts';

/** Asks a person, defaulting to no; without a terminal the answer is no, and `unasked` says how to do without. */
export async function confirm(host: Host, question: string, unasked: string): Promise<void> {
  if (!host.interactive) throw new RemediateError('Declined', 'there is no terminal to confirm on', { hint: unasked });
  const { default: inquirer } = await import('inquirer');
  const { agreed } = await inquirer.prompt([
    { type: 'confirm', name: 'agreed', message: neutralise(question), default: false },
  ]);
  if (agreed !== true)
    throw new RemediateError('Declined', 'nothing was changed', { hint: 'the plan stays where it is' });
}
