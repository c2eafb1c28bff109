import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalDocument } from '../../../../src/providers/aws/policy/canonical.ts';
import { evaluate, type PolicyLayers } from '../../../../src/providers/aws/policy/evaluate.ts';
import { type NaiveRequest, naivelyAllows } from '../../../support/naive-evaluator.ts';
import { KEYS, policyText, request } from './support/arbitrary.ts';

const named = (document: string) => ({ name: 'p', document });

/** The request with every key told, as the naive evaluator takes it to be. */
function told({ action, resource, context }: NaiveRequest) {
  const absent = Object.fromEntries(KEYS.map((key) => [key, null]));
  return { principal: 'arn:aws:iam::1:user/x', action, resource, context: { ...absent, ...context } };
}

it('agrees with the naive evaluator', () => {
  const documents = fc.array(policyText, { maxLength: 3 });
  const layer = fc.option(fc.array(policyText, { minLength: 1, maxLength: 1 }), { nil: undefined });
  fc.assert(
    fc.property(
      documents,
      layer,
      layer,
      layer,
      fc.array(request, { minLength: 10, maxLength: 10 }),
      (identity, boundary, session, scp, requests) => {
        const layers: PolicyLayers = {
          identity: identity.map((document) => named(document)),
          ...(boundary === undefined ? {} : { boundary: named(boundary[0] ?? '') }),
          ...(session === undefined ? {} : { session: session.map((document) => named(document)) }),
          ...(scp === undefined ? {} : { scps: [scp.map((document) => named(document))] }),
        };
        for (const one of requests) {
          const expected = naivelyAllows(one, [identity, boundary, session, scp]);
          expect(evaluate(told(one), layers).verdict === 'allowed').toBe(expected);
        }
      },
    ),
    { numRuns: 500 },
  );
});

it('never says yes or no where a forgotten key could change the answer', () => {
  fc.assert(
    fc.property(policyText, request, fc.subarray(KEYS), (document, one, forgotten) => {
      // An anonymous request, so that nothing of the context is filled in from the requester.
      const layers = { resource: named(document) };
      const full = { ...told(one), principal: '*', resourceAccount: '1' };
      const known = Object.entries(full.context).filter(([key]) => !forgotten.includes(key));
      const guess = evaluate({ ...full, context: Object.fromEntries(known) }, layers).verdict;
      const sure = evaluate(full, layers).verdict;
      expect(sure).not.toBe('unknown');
      if (guess !== 'unknown') expect(guess === 'allowed').toBe(sure === 'allowed');
    }),
    { numRuns: 1000 },
  );
});

it('decides the same through the canonical form', () => {
  fc.assert(
    fc.property(policyText, request, (document, one) => {
      const canonical = canonicalDocument(document);
      expect(canonicalDocument(canonical)).toBe(canonical);
      const decide = (text: string) => evaluate(told(one), { identity: [named(text)] }).verdict;
      expect(decide(canonical)).toBe(decide(document));
    }),
    { numRuns: 1000 },
  );
});
