import { type ExitCode, exitCode } from '../engine/errors.ts';
import { neutralJson } from '../report/neutral-text.ts';
import type { Host } from './host.ts';
import type { SourceOptions } from './options.ts';
import { nameOf } from './run-files.ts';
import { type Ended, type GivenAgain, tellEnd } from './running.ts';

/** How a run's end is told: to a person, or to a program as JSON. */
export interface EndOptions extends SourceOptions, GivenAgain {
  readonly format?: 'text' | 'json';
}

/** Does the work of a command that ends with a run, or with nothing to do, and tells how it ended. */
export async function toEnd(
  host: Host,
  options: EndOptions,
  work: (host: Host) => Promise<Ended | undefined>,
): Promise<ExitCode> {
  const isJson = options.format === 'json';
  // What a person reads meanwhile goes to the other stream, so that the result's holds the result alone.
  const beside: Host = isJson ? Object.create(host, { out: { value: host.err.bind(host) } }) : host;
  const ended = await work(beside);
  const code = ended === undefined ? exitCode.ok : tellEnd(beside, ended, options);
  if (isJson) host.out(`${neutralJson(ended === undefined ? nothingDone : dataOf(host, ended), 2)}\n`);
  return code;
}

const schema = 'remediate.run-end/1';
const nothingDone = { schema, outcome: 'nothing-to-do', notBegun: 0, changes: [] };

function dataOf(host: Host, { mode, outcome, record, changes, states, stopped }: Ended) {
  const told = [...states.values()].map(({ change, status, detail, until, handedTo, at }) => ({
    ...{ id: change.id, operation: change.operation, title: change.title, status, at },
    ...(detail === undefined ? {} : { detail }),
    ...(until === undefined ? {} : { until }),
    ...(handedTo === undefined ? {} : { handedTo }),
  }));
  return {
    ...{ schema, mode, outcome, record: nameOf(host.cwd, record) },
    ...(stopped === undefined ? {} : { stopped: stopped.message }),
    ...{ notBegun: changes - told.length, changes: told },
  };
}
