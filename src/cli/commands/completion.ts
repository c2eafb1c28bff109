import type { Command } from 'commander';
import { controls } from '../../../remediations/index.ts';
import { exitCode } from '../../engine/errors.ts';
import { placesOf } from '../completion.ts';
import { completionScript, type Shell } from '../completion-scripts.ts';
import type { Host } from '../host.ts';

/** `remediate completion`: the script that completes the program in a shell. */
export async function runCompletion(host: Host, program: Command, shell: Shell): Promise<number> {
  const areas = [...new Set(controls.map(({ area }) => area))].sort();
  const places = placesOf(program, { controls: controls.map(({ id }) => id), areas });
  host.out(completionScript(shell, places));
  return exitCode.ok;
}
