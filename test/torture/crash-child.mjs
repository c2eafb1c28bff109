// A run over the sandbox that kills its own process, by the built program: node crash-child.mjs FOLDER JOB
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileSink } from '../../dist/src/cli/file-sink.js';
import { applyPlan } from '../../dist/src/engine/apply.js';
import { Journal } from '../../dist/src/engine/journal.js';
import { RecordFile, readRecord } from '../../dist/src/engine/journal-file.js';
import { rollbackRun } from '../../dist/src/engine/rollback.js';
import { operations } from '../../dist/src/providers/aws/operations/index.js';
import { SandboxAccount } from '../../dist/src/providers/sandbox/account.js';

const [, , folder, given] = process.argv;
const { mode, at, now, allowed } = JSON.parse(given);
const die = () => process.kill(process.pid, 'SIGKILL');
const reach = (moment) => {
  if (moment === at) die();
};
const lineNames = { begin: 'begin', intent: 'intent', end: 'end' };

const account = new SandboxAccount(join(folder, 'account.json'));
const perform = account.perform.bind(account);
account.perform = async (change, sink) => {
  reach('before call');
  const answer = await perform(change, sink);
  appendFileSync(join(folder, 'calls'), `${change.id}\n`);
  reach('after call');
  return answer;
};

const path = join(folder, `${mode}.jsonl`);
const file = RecordFile.create(path);
const dying = {
  append(line) {
    const name = lineNames[JSON.parse(line).kind] ?? 'outcome';
    reach(`before ${name}`);
    if (at === `torn ${name}`) {
      appendFileSync(path, line.slice(0, line.length / 2));
      die();
    }
    file.append(line);
    reach(`after ${name}`);
  },
};

const plan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'));
const clock = () => new Date(now);
const context = {
  plan,
  operations,
  account,
  journal: new Journal(dying, clock),
  earlier: [],
  run: mode,
  now: clock,
  sink: fileSink(join(folder, 'secrets')),
  batch: undefined,
  allowed: new Set(allowed),
  onEvent() {},
  signal: new AbortController().signal,
};
if (mode === 'apply') await applyPlan(context);
else await rollbackRun({ ...context, lines: readRecord(join(folder, 'apply.jsonl')).lines });
