import { type Finding, fingerprint, type Resource } from './finding.ts';
import type { Json } from './json.ts';
import type { Severity } from './severity.ts';

/** What a finding has of its control. */
interface Judge {
  readonly id: string;
  readonly severity: Severity;
  readonly messages: Readonly<Record<string, string>>;
}

/**
 * A finding whose message and fingerprint are worked out when they are asked for: of the hundred thousands that a large
 * account has, most are only counted.
 */
export class JudgedFinding implements Finding {
  readonly control: Finding['control'];
  readonly status: Finding['status'];
  readonly severity: Finding['severity'];
  readonly resource: Finding['resource'];
  readonly discriminator?: string;
  readonly reason: Finding['reason'];
  readonly evidence: Finding['evidence'];
  readonly #judge: Judge;
  #fingerprint: string | undefined;

  constructor(
    judge: Judge,
    status: Finding['status'],
    reason: string,
    resource: Resource,
    evidence: Finding['evidence'],
    { discriminator, severity = judge.severity }: { readonly discriminator?: string; readonly severity?: Severity },
  ) {
    this.control = judge.id;
    this.status = status;
    this.severity = severity;
    this.resource = resource;
    if (discriminator !== undefined) this.discriminator = discriminator;
    this.reason = reason;
    this.evidence = evidence;
    this.#judge = judge;
  }

  get message(): string {
    return fillMessage(this.#judge.messages[this.reason] ?? this.reason, this.evidence);
  }

  get fingerprint(): string {
    this.#fingerprint ??= fingerprint(this.control, this.resource, this.discriminator);
    return this.#fingerprint;
  }

  /** All of it as plain data. */
  toJSON(): Finding {
    return { ...this, message: this.message, fingerprint: this.fingerprint };
  }
}

/**
 * Fills a message's slots from its evidence: lists are joined with commas, times are told as days, and a noun written
 * as `{keys} key(s)` takes the number of its slot.
 */
export function fillMessage(template: string, evidence: Finding['evidence']): string {
  return template
    .replace(
      /\{(\w+)\}((?: \w+)*)\(s\)/g,
      (_, slot: string, noun: string) => `{${slot}}${noun}${evidence[slot] === 1 ? '' : 's'}`,
    )
    .replace(/\{(\w+)\}/g, (_, slot: string) => inWords(evidence[slot]));
}

const isoTime = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d/;

function inWords(value: Json | undefined): string {
  if (Array.isArray(value)) return value.map(inWords).join(', ');
  if (typeof value === 'string') return isoTime.exec(value)?.[1] ?? value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
