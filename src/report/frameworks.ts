import type { Status } from '../engine/finding.ts';
import { type Practice, worstFirst } from './posture.ts';

/** The current frameworks as people call them, in the order in which reports show them. */
const current: Readonly<Record<string, string>> = {
  'cis-aws-7.0': 'CIS AWS Foundations Benchmark 7.0',
  'aws-fsbp': 'AWS Foundational Security Best Practices',
  'nist-800-53-r5': 'NIST SP 800-53 Rev. 5',
  'pci-dss-4.0': 'PCI DSS 4.0',
  'iso-27001-2022': 'ISO/IEC 27001:2022',
  'soc-2': 'SOC 2',
};
const earlier: Readonly<Record<string, string>> = {
  'cis-aws-6.0': 'CIS AWS Foundations Benchmark 6.0',
  'cis-aws-5.0': 'CIS AWS Foundations Benchmark 5.0',
  'cis-aws-4.0': 'CIS AWS Foundations Benchmark 4.0',
  'cis-aws-3.0': 'CIS AWS Foundations Benchmark 3.0',
  'cis-aws-2.0': 'CIS AWS Foundations Benchmark 2.0',
  'cis-aws-1.5': 'CIS AWS Foundations Benchmark 1.5',
  'cis-aws-1.4': 'CIS AWS Foundations Benchmark 1.4',
};
const order = [...Object.keys(current), ...Object.keys(earlier)];

/** A framework's name for people; one that is not known by its key is called by it. */
export function frameworkName(key: string): string {
  return current[key] ?? earlier[key] ?? key;
}

/** A requirement of a framework and the practices that speak to it; it is as good as the worst of them. */
export interface Requirement {
  readonly id: string;
  readonly status: Status;
  readonly practices: readonly Practice[];
}

/** A framework as a result answers it. */
export interface Framework {
  readonly key: string;
  readonly name: string;
  /** True for an edition that a later one has followed. */
  readonly isEarlier: boolean;
  readonly requirements: readonly Requirement[];
  readonly counts: Readonly<Partial<Record<Status, number>>>;
  /** The requirements that were judged or should have been. */
  readonly total: number;
}

/** The frameworks that the practices of a result speak to. */
export function frameworksOf(practices: readonly Practice[]): Framework[] {
  const found = new Map<string, Map<string, Practice[]>>();
  for (const practice of practices)
    for (const [key, numbers] of Object.entries(practice.note?.frameworks ?? {}))
      for (const number of numbers) {
        const requirements = found.get(key) ?? new Map<string, Practice[]>();
        found.set(key, requirements);
        requirements.set(number, [...(requirements.get(number) ?? []), practice]);
      }
  return Array.from(found, ([key, requirements]) => toFramework(key, requirements)).sort(
    (a, b) => rank(a.key) - rank(b.key) || natural(a.key, b.key),
  );
}

function toFramework(key: string, found: ReadonlyMap<string, readonly Practice[]>): Framework {
  const requirements = Array.from(
    found,
    ([id, practices]): Requirement => ({
      id,
      practices,
      status: worstFirst.find((status) => practices.some((practice) => practice.status === status)) ?? 'not-applicable',
    }),
  ).sort((a, b) => natural(a.id, b.id));
  const counts: Partial<Record<Status, number>> = {};
  for (const { status } of requirements) counts[status] = (counts[status] ?? 0) + 1;
  const total = requirements.length - (counts['not-applicable'] ?? 0);
  return { key, name: frameworkName(key), isEarlier: earlier[key] !== undefined, requirements, counts, total };
}

function rank(key: string): number {
  const at = order.indexOf(key);
  return at === -1 ? order.length : at;
}

/** Orders numbered texts as people do: 1.9 before 1.10, AC-2 before AC-10. */
function natural(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
