import type { OperatorName } from './condition-operators.ts';
import type { Region } from './region.ts';
import type { Condition, Patterns, PrincipalEntry } from './statement.ts';

const VERBS: Record<OperatorName, string> = {
  StringEquals: 'is',
  StringNotEquals: 'is not',
  StringEqualsIgnoreCase: 'is, in any case,',
  StringNotEqualsIgnoreCase: 'is not, in any case,',
  StringLike: 'is like',
  StringNotLike: 'is not like',
  NumericEquals: 'is',
  NumericNotEquals: 'is not',
  NumericLessThan: 'is less than',
  NumericLessThanEquals: 'is at most',
  NumericGreaterThan: 'is more than',
  NumericGreaterThanEquals: 'is at least',
  DateEquals: 'is',
  DateNotEquals: 'is not',
  DateLessThan: 'is before',
  DateLessThanEquals: 'is not after',
  DateGreaterThan: 'is after',
  DateGreaterThanEquals: 'is not before',
  Bool: 'is',
  BinaryEquals: 'is the binary',
  IpAddress: 'is in',
  NotIpAddress: 'is not in',
  ArnEquals: 'is like',
  ArnLike: 'is like',
  ArnNotEquals: 'is not like',
  ArnNotLike: 'is not like',
  Null: 'is absent:',
};

/** An element in words: its patterns, or everything but them. */
export function elementText({ not, written }: Patterns): string {
  const list = written.length === 0 ? 'nothing' : written.join(', ');
  return not ? `everything but ${list}` : list;
}

/** A condition in words, such as `aws:sourceip is in 10.0.0.0/8`. */
export function conditionWords({ name, quantifier, ifExists, key, values }: Condition): string {
  const subject = quantifier === undefined ? key : `${quantifier === 'ForAllValues' ? 'every' : 'some'} ${key}`;
  return `${subject} ${VERBS[name]} ${values.join(' or ')}${ifExists ? ' (or is absent)' : ''}`;
}

/** Conditions as the end of a sentence, empty when there are none. */
export function conditionsSuffix(conditions: readonly Condition[]): string {
  return conditions.length === 0 ? '' : ` when ${conditions.map(conditionWords).join(' and ')}`;
}

/** A region in words: what, on what, when. */
export function regionText({ action, resource, conditions }: Region): string {
  const where = !resource.not && resource.patterns.includes('*') ? 'every resource' : elementText(resource);
  return `${elementText(action)} on ${where}${conditionsSuffix(conditions)}`;
}

/** Regions in words, the actions of equal resources and conditions told together. */
export function regionTexts(regions: readonly Region[]): string[] {
  const groups = new Map<string, Region>();
  for (const region of regions) {
    const key = `${region.action.not} ${elementText(region.resource)}${conditionsSuffix(region.conditions)}`;
    const known = groups.get(key);
    if (known === undefined || region.action.not) groups.set(region.action.not ? `${key} ${groups.size}` : key, region);
    else groups.set(key, { ...known, action: joined(known.action, region.action) });
  }
  return [...new Set([...groups.values()].map(regionText))];
}

function joined(a: Patterns, b: Patterns): Patterns {
  return {
    not: false,
    patterns: [...new Set([...a.patterns, ...b.patterns])],
    written: [...new Set([...a.written, ...b.written])],
  };
}

/** A principal entry in words, such as `account 123456789012` or `service ec2.amazonaws.com`. */
export function principalText({ kind, value }: PrincipalEntry): string {
  if (kind === 'AWS') {
    if (value === '*') return 'anyone';
    return /^\d{12}$/.test(value) ? `account ${value}` : value;
  }
  if (kind === 'Service') return `service ${value}`;
  return kind === 'Federated' ? `identity provider ${value}` : `canonical user ${value}`;
}
