import { evaluateCondition, type Truth } from './condition.ts';
import { type Context, resolveVariables } from './context.ts';
import { parseDocument } from './document.ts';
import { names } from './reach.ts';
import { type Naming, namingOf, type Requester } from './requester.ts';
import type { Patterns, Statement } from './statement.ts';
import { matchesPattern } from './wildcard.ts';

/** A policy with the name by which an answer speaks of it. */
export interface NamedPolicy {
  readonly name: string;
  readonly document: string;
}

/** A statement that decided, and where it stands. */
export interface DecidingStatement {
  readonly policy: string;
  /** Its place in the policy's Statement list. */
  readonly index: number;
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
}

/** One request, ready to be held against statements. */
export interface Question {
  readonly requester: Requester;
  /** In lower case. */
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

interface Hit {
  readonly truth: Truth;
  readonly naming: Naming;
  readonly by: DecidingStatement;
}

/** What the policies of one layer say of a request. */
export interface LayerVerdict {
  readonly allow: Truth;
  readonly deny: Truth;
  readonly allows: readonly Hit[];
  readonly denies: readonly Hit[];
  /** Condition keys whose values would have told more. */
  readonly missingKeys: readonly string[];
}

/** Holds a request against all policies of a layer: one Allow is enough, and so is one Deny. */
export function judgeLayer(policies: readonly NamedPolicy[], question: Question): LayerVerdict {
  const hits: Hit[] = [];
  const missing = new Set<string>();
  let understood = true;
  for (const { name, document } of policies) {
    const parsed = parseDocument(document).document;
    if (!parsed.complete) understood = false;
    for (const statement of parsed.statements) {
      const naming = namingOf(statement.principal, question.requester);
      const truth = naming === 'no' ? 'false' : statementTruth(statement, question, missing);
      if (truth === 'false') continue;
      const by = { policy: name, index: statement.index, sid: statement.sid, effect: statement.effect };
      hits.push({ truth: naming === 'unknown' ? 'unknown' : truth, naming, by });
    }
  }
  const allows = hits.filter((hit) => hit.by.effect === 'Allow');
  const denies = hits.filter((hit) => hit.by.effect === 'Deny');
  return {
    allow: anyOf([...allows.map((hit) => hit.truth), understood ? 'false' : 'unknown']),
    deny: anyOf([...denies.map((hit) => hit.truth), understood ? 'false' : 'unknown']),
    allows,
    denies,
    missingKeys: [...missing],
  };
}

/** Whether a statement speaks of the request, its principal aside. */
function statementTruth(statement: Statement, question: Question, missing: Set<string>): Truth {
  if (!names(statement.action, question.action)) return 'false';
  const truths: Truth[] = [resourceTruth(statement.resource, question)];
  for (const condition of statement.conditions) {
    const truth = evaluateCondition(condition, question.context);
    if (truth === 'unknown' && !question.context.has(condition.key)) missing.add(condition.key);
    truths.push(truth);
  }
  return allOf(truths);
}

function resourceTruth(element: Patterns | undefined, { resource, context }: Question): Truth {
  if (element === undefined) return 'true';
  const truth = anyOf(
    element.patterns.map((pattern) => {
      const resolved = resolveVariables(pattern, context);
      if (resolved.state === 'known') return matchesPattern(resolved.pattern, resource) ? 'true' : 'false';
      return resolved.state === 'unknown' ? 'unknown' : 'false';
    }),
  );
  if (!element.not || truth === 'unknown') return truth;
  return truth === 'true' ? 'false' : 'true';
}

/** And, in three values. */
export function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes('false')) return 'false';
  return truths.includes('unknown') ? 'unknown' : 'true';
}

/** Or, in three values. */
export function anyOf(truths: readonly Truth[]): Truth {
  if (truths.includes('true')) return 'true';
  return truths.includes('unknown') ? 'unknown' : 'false';
}
