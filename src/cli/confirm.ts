import { RemediateError } from '../engine/errors.ts';
import type { Host } from './host.ts';

/** Asks a person, defaulting to no; without a terminal the answer is no. Anything but a yes ends the command. */
export async function confirm(host: Host, question: string): Promise<void> {
  if (!host.interactive)
    throw new RemediateError('Declined', 'there is no terminal to confirm on', {
      hint: 'pass --yes once the plan was read, or --approve with its digest',
    });
  const { default: inquirer } = await import('inquirer');
  const { agreed } = await inquirer.prompt([{ type: 'confirm', name: 'agreed', message: question, default: false }]);
  if (agreed !== true)
    throw new RemediateError('Declined', 'nothing was changed', { hint: 'the plan stays where it is' });
}
