import type { Finding } from '../engine/finding.ts';
import { neutralise } from './neutral-text.ts';
import { type Practice, practicesOf } from './posture.ts';
import type { ScanResult } from './scan-result.ts';

/** A scan's result as JUnit XML: a suite a practice, a case a finding; what could not be judged is an error, never a pass. */
export function junitReport(result: ScanResult): string {
  const practices = practicesOf(result);
  const { byStatus, findings } = result.summary;
  const totals = attributes({
    name: `remediate ${result.account.id}`,
    tests: findings,
    failures: byStatus.fail,
    errors: byStatus.unknown,
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${totals}>`,
    ...practices.map((practice) => suite(practice, result)),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite({ id, note, findings, counts }: Practice, { collectedAt, account }: ScanResult): string {
  const head = attributes({
    name: note === undefined ? id : `${id}: ${note.title}`,
    tests: findings.length,
    failures: counts.fail ?? 0,
    errors: counts.unknown ?? 0,
    skipped: (counts.muted ?? 0) + (counts['not-applicable'] ?? 0),
    timestamp: new Date(collectedAt).toISOString().slice(0, 19),
    hostname: account.id,
  });
  return [`  <testsuite${head}>`, ...findings.map(testcase), '  </testsuite>'].join('\n');
}

function testcase(finding: Finding): string {
  const { control, resource, discriminator } = finding;
  const name = [resource.arn ?? resource.id, ...(discriminator === undefined ? [] : [discriminator])].join(' ');
  const head = `    <testcase${attributes({ classname: control, name, time: 0 })}`;
  const outcome = outcomeOf(finding);
  return outcome === undefined ? `${head}/>` : `${head}>\n      ${outcome}\n    </testcase>`;
}

function outcomeOf({ status, severity, reason, message, fingerprint, exception }: Finding): string | undefined {
  switch (status) {
    case 'pass':
      return undefined;
    case 'fail':
      return `<failure${attributes({ type: severity, message })}>${text(`fingerprint ${fingerprint}`)}</failure>`;
    case 'unknown':
      return `<error${attributes({ type: reason, message })}>${text(`fingerprint ${fingerprint}`)}</error>`;
    case 'muted': {
      const accepted =
        exception === undefined ? '' : `: ${exception.reason} (${exception.owner}, until ${exception.expires})`;
      return `<skipped>${text(`${message}; accepted${accepted}`)}</skipped>`;
    }
    case 'not-applicable':
      return `<skipped>${text(message)}</skipped>`;
  }
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${text(String(value))}"`)
    .join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML; XML knows no way to write the two noncharacters at the end, so they are shown like controls. */
function text(value: string): string {
  return neutralise(value)
    .replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
    .replace(/[&<>"]/g, (character) => entities[character] ?? '');
}
