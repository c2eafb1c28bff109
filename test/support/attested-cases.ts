import type { Attestation } from '../../src/providers/aws/model/attestations.ts';
import { account, builtAt } from '../../src/providers/aws/model/builder.ts';
import type { Cases } from './harness.ts';

const dayMs = 86_400_000;

/** Cases of a control that a person signs off; `days` is for how long a signature counts, where there is an end to it. */
export function attestedCases(control: string, days?: number): Cases {
  const ahead = (count: number) => new Date(builtAt.getTime() + count * dayMs).toISOString();
  const signed = (...signatures: readonly Partial<Attestation>[]) =>
    account().attestations(
      signatures.map((signature) => ({
        control,
        statement: 'in order',
        signedBy: 'grace',
        at: ahead(-1),
        ...signature,
      })),
    );
  const fails = (reason: string, ...signatures: readonly Partial<Attestation>[]) => ({
    given: signed(...signatures),
    expect: [{ resource: '111122223333', reason }],
  });
  const counted = days === undefined ? {} : { 'on the last day': signed({ at: ahead(-days) }) };
  const old = days === undefined ? {} : { 'a day too old': fails('lapsed', { at: ahead(-days - 1) }) };
  return {
    compliant: {
      'the boring account': account(),
      'signed today, by the day alone': signed({ at: ahead(0).slice(0, 10) }),
      'dated tomorrow in another time zone': signed({ at: ahead(1) }),
      'it says until the end of today': signed({ expires: ahead(0).slice(0, 10) }),
      'an older one has lapsed': signed({ at: ahead(-9), expires: ahead(-8) }, {}),
      ...counted,
    },
    violating: {
      'nobody signed': fails('unsigned'),
      'another practice was signed': fails('unsigned', { control: 'root-mfa' }),
      'it said until yesterday': fails('lapsed', { expires: ahead(-1).slice(0, 10) }),
      'it said until this moment': fails('lapsed', { expires: ahead(0) }),
      'the latest one has lapsed': fails('lapsed', { at: ahead(-9) }, { expires: ahead(-0.5) }),
      'dated beyond every time zone': fails('ahead', { at: ahead(1.001) }),
      ...old,
    },
  };
}
