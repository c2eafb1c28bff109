import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, type Json } from '../../src/engine/json.ts';
import { collectSnapshot } from '../../src/providers/aws/collect/snapshot.ts';
import { openLive } from '../../src/providers/aws/live.ts';
import { account } from '../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import { Desk } from '../support/cli.ts';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { hasTerraform, terraformPlace } from '../support/terraform.ts';
import type { TortureRow } from './row.ts';

const document = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::reports/*' }],
};
const apiControls = [
  'password-policy',
  'user-inline-policies',
  'user-attached-policies',
  'access-key-rotation',
  'group-unused',
];
const terraformControls = ['password-policy', 'user-inline-policies'];
const record = 'plans/p/runs/1.jsonl';

/** Policies on users, a weak password policy, an old key in use and an empty group. */
function drifted(): AwsSnapshot {
  const builder = account(new Date());
  return builder
    .passwordPolicy({ minimumLength: 8 })
    .user('maria', (user) => user.attach(builder.policyArn('engineering')).inline('reports', document))
    .user('nils', (user) => user.attach(builder.policyArn('engineering')).inline('reports', document))
    .user('bot', (user) => user.noPassword().key({ id: 'AKIAOLDOLDOLDOLD0001', ageDays: 400, usedDaysAgo: 1 }))
    .group('contractors')
    .build();
}

/** Where a run is killed: at one of its calls, which is held back before or after the endpoint carries it out. */
interface Call {
  readonly call: number;
  readonly when: 'before' | 'after';
}

/** Where a run whose calls come in no order is killed: once so many writes were carried out. */
interface Progress {
  readonly writes: number;
}
type Point = Call | Progress;

/** Who is killed: the program alone, Terraform under it, or both at once, as by a power cut. */
type Victim = 'program' | 'terraform' | 'both';

/** A plan for an account on an endpoint, a proxy that can hold a call back, and how the account is at both ends. */
class Scene {
  readonly #moto: Moto;
  readonly #proxy: FaultProxy;
  readonly #desk: Desk;
  readonly #given = drifted();
  start = '';
  end = '';
  writes: readonly number[] = [];

  constructor(moto: Moto, proxy: FaultProxy, env: Readonly<Record<string, string>>) {
    this.#moto = moto;
    this.#proxy = proxy;
    this.#desk = new Desk({ ...moto.env, AWS_ENDPOINT_URL: proxy.endpoint, ...env });
  }

  /** Makes the plan, and carries it out and undoes it once without a crash. */
  async prepare(...plan: readonly string[]): Promise<void> {
    await this.#seed();
    this.start = await look();
    await this.#run('plan', '--output', 'plans/p', ...plan);
    cpSync(join(this.#desk.folder, 'plans/p'), join(this.#desk.folder, 'kept'), { recursive: true });
    this.#proxy.begin();
    await this.#run('apply', 'plans/p', '--yes');
    this.writes = this.#proxy.calls.flatMap(({ writes }, at) => (writes ? [at] : []));
    this.end = await look();
    if (this.end === this.start) throw new Error('the plan changes nothing');
    await this.#run('rollback', record, '--yes');
    await expectEqual('undone without a crash', this.start);
  }

  /** Kills a run at a point, then goes on with it and undoes it, or undoes it at once. */
  async crash(point: Point, victim: Victim, then: 'resume' | 'rollback'): Promise<void> {
    await this.#seed();
    rmSync(join(this.#desk.folder, 'plans/p'), { recursive: true });
    mkdirSync(join(this.#desk.folder, 'plans'), { recursive: true });
    cpSync(join(this.#desk.folder, 'kept'), join(this.#desk.folder, 'plans/p'), { recursive: true });
    this.#proxy.begin(
      'call' in point ? { kind: `silence-${point.when}`, seed: 0, aim: { from: point.call, calls: 1 } } : undefined,
    );
    let killed = false;
    const { code } = await this.#desk.run(['apply', 'plans/p', '--yes'], (child) => {
      const wait = setInterval(() => {
        if (child.exitCode !== null) clearInterval(wait);
        if (!this.#isReached(point)) return;
        clearInterval(wait);
        const groups = victim === 'program' ? [] : childrenOf(child.pid);
        for (const group of groups) process.kill(-group, 'SIGKILL');
        killed = victim === 'program' || groups.length > 0;
        if (victim !== 'terraform') child.kill('SIGKILL');
      }, 5);
    });
    if (!killed) throw new Error('nothing was killed');
    // Where Terraform alone is killed the program may find all of it done and come to its end.
    if (code !== null && victim !== 'terraform') throw new Error(`the run was not killed but ended with ${code}`);
    this.#proxy.begin();
    if (then === 'resume') {
      await this.#run('resume', record, '--yes');
      await expectEqual('resumed', this.end);
      await this.#run('verify', record);
    }
    await this.#run('rollback', record, '--yes');
    await expectEqual(`undone after ${then}`, this.start);
  }

  #isReached(point: Point): boolean {
    const { calls } = this.#proxy;
    if ('writes' in point)
      return calls.filter((call) => call.writes && call.answered !== undefined).length >= point.writes;
    const held = calls[point.call];
    return held !== undefined && (point.when === 'before' || held.answered !== undefined);
  }

  async #seed(): Promise<void> {
    await this.#moto.reset();
    await this.#moto.seed(this.#given);
  }

  async #run(...args: readonly string[]): Promise<void> {
    const { code, err } = await this.#desk.run(args);
    if (code !== 0) throw new Error(`remediate ${args[0]} ended with ${code}: ${err.trim()}`);
  }
}

/** Kills the program at its writes to a real endpoint: each once it was carried out, and each third before. */
export async function endpointCrashes(): Promise<TortureRow[]> {
  const moto = await startMoto();
  const proxy = await startFaultProxy(moto.endpoint);
  try {
    const scene = new Scene(moto, proxy, {});
    await scene.prepare('--via', 'api', '--control', apiControls.join(','));
    const row = { name: 'crashes: the program killed at its calls to an endpoint', runs: 0, failures: [] as string[] };
    for (const [at, call] of scene.writes.entries())
      for (const when of ['before', 'after'] as const) {
        if (when === 'before' && at % 3 !== 0) continue;
        for (const then of ['resume', 'rollback'] as const) {
          row.runs += 1;
          await scene.crash({ call, when }, 'program', then).catch((error: unknown) => {
            row.failures.push(`${when} write ${at}, ${then}: ${String(error)}`);
          });
        }
      }
    return [row];
  } finally {
    await proxy.stop();
    await moto.stop();
  }
}

/** Kills a run of Terraform in the middle of an apply: Terraform alone, the program alone, and both. */
export async function terraformCrashes(): Promise<TortureRow[]> {
  if (!hasTerraform) return [];
  const moto = await startMoto();
  const proxy = await startFaultProxy(moto.endpoint);
  try {
    const { env } = await terraformPlace(moto.env);
    const settings = ['TF_CLI_CONFIG_FILE', 'CHECKPOINT_DISABLE', 'AWS_MAX_ATTEMPTS'].map((name) => [
      name,
      env[name] ?? '',
    ]);
    const scene = new Scene(moto, proxy, Object.fromEntries(settings) as Record<string, string>);
    await scene.prepare('--via', 'terraform', '--control', terraformControls.join(','));
    const row = { name: 'crashes: a run of Terraform killed in its middle', runs: 0, failures: [] as string[] };
    for (const [victim, then] of [
      ['terraform', 'resume'],
      ['program', 'resume'],
      ['both', 'resume'],
      ['both', 'rollback'],
    ] as const) {
      row.runs += 1;
      await scene.crash({ writes: 2 }, victim, then).catch((error: unknown) => {
        row.failures.push(`${victim} killed, ${then}: ${String(error)}`);
      });
    }
    return [row];
  } finally {
    await proxy.stop();
    await moto.stop();
  }
}

/** The groups of the processes that a process has begun. */
function childrenOf(pid: number | undefined): number[] {
  const told = execFileSync('ps', ['-A', '-o', 'pid=', '-o', 'ppid='], { encoding: 'utf8' });
  return told.split('\n').flatMap((line) => {
    const [child, parent] = line.trim().split(/\s+/).map(Number);
    return child !== undefined && parent === pid ? [child] : [];
  });
}

/** The account on the endpoint as one text, without the ids and times that what is made anew is given. */
async function look(): Promise<string> {
  const { collections } = await collectSnapshot({ live: openLive({ maxAttempts: 1 }), now: new Date() });
  return canonicalJson(anonymous(collections as unknown as Json));
}

function anonymous(value: Json): Json {
  if (typeof value === 'string') return value.replace(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)/g, 'then');
  if (Array.isArray(value)) return value.map(anonymous).sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, name === 'id' ? 'id' : anonymous(item)]),
  );
}

async function expectEqual(what: string, wanted: string): Promise<void> {
  const found = await look();
  if (found === wanted) return;
  const at = [...found].findIndex((letter, index) => letter !== wanted[index]);
  throw new Error(
    `${what}: found …${found.slice(Math.max(0, at - 80), at + 80)}… and not …${wanted.slice(Math.max(0, at - 80), at + 80)}…`,
  );
}
