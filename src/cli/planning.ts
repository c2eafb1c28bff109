import { join, resolve } from 'node:path';
import { controls } from '../../remediations/index.ts';
import { isDeclarative } from '../../stacks/aws/declarative.ts';
import { assemblePlan, type ViaChoice } from '../engine/assemble.ts';
import { RemediateError } from '../engine/errors.ts';
import type { Finding } from '../engine/finding.ts';
import { genericGuards } from '../engine/guards.ts';
import type { Managed } from '../engine/managed.ts';
import type { Plan } from '../engine/plan.ts';
import { awsProvider } from '../providers/aws/provider.ts';
import { planMarkdown } from '../report/plan-markdown.ts';
import type { Host } from './host.ts';
import { makeFolder, type PlanFolder, savePlan } from './plan-folder.ts';
import type { Scanned } from './scanning.ts';
import { prepareStack } from './terraform-part.ts';

/** What is chosen for a plan, beyond the scan that it is made from. */
export interface PlanChoices {
  readonly findings: readonly Finding[];
  /** Remedies by fingerprint, where not the recommended one. */
  readonly remedies?: Readonly<Record<string, string>>;
  readonly via: ViaChoice;
  /** What other Terraform states manage, where states were named. */
  readonly managed?: Managed | undefined;
}

/** Makes the plan for chosen findings of a scan; changes nothing and writes nothing. */
export async function makePlan(host: Host, scanned: Scanned, choices: PlanChoices): Promise<Plan> {
  const { baseline, snapshot } = scanned;
  return assemblePlan({
    provider: { ...awsProvider, guards: [...awsProvider.guards, ...genericGuards(baseline.limits.maxChanges)] },
    controls: judged(scanned),
    catalogue: controls,
    snapshot,
    baseline,
    now: host.now(),
    chosen: choices.findings,
    ...(choices.remedies === undefined ? {} : { remedies: choices.remedies }),
    via: await settleVia(host, scanned, choices.via),
    declarative: isDeclarative,
    managed: choices.managed,
  });
}

/** Every control whose evidence the scan has: a plan must open no finding of any of them. */
function judged(scanned: Scanned) {
  const { collections } = scanned.snapshot;
  return controls.filter(
    (control) =>
      scanned.controls.includes(control) || control.reads.every((name) => collections[name]?.status === 'read'),
  );
}

async function settleVia(host: Host, scanned: Scanned, via: ViaChoice): Promise<ViaChoice> {
  if (via === 'api') return via;
  if (scanned.source.kind === 'sandbox') {
    if (via === 'terraform')
      throw new RemediateError('Usage', 'the sandbox account has no API for Terraform to call', {
        hint: 'use --via api here, or --via terraform on an AWS account',
      });
    return 'api';
  }
  const { findTerraform } = await import('../terraform/run.ts');
  try {
    await findTerraform(host.env);
    return via;
  } catch (error) {
    if (via === 'terraform' || !(error instanceof RemediateError)) throw error;
    host.err('Neither terraform nor tofu is on the PATH, so the plan goes by the API.\n');
    return 'api';
  }
}

/** Writes a plan's folder: plan.json, plan.md and, where Terraform carries part of it out, its stack and saved plan. */
export async function writePlan(host: Host, plan: Plan, scanned: Scanned, output?: string): Promise<PlanFolder> {
  const location = output ?? join('plans', plan.id);
  const folder = { path: resolve(host.cwd, location), plan };
  makeFolder(folder.path);
  await prepareStack(host, folder, scanned.source);
  savePlan(folder, planMarkdown(plan, { location }));
  return folder;
}
