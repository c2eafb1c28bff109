import type { Finding, Status } from '../engine/finding.ts';
import type { Severity } from '../engine/severity.ts';
import { frameworkName } from './frameworks.ts';
import { neutralise, neutralJson } from './neutral-text.ts';
import { unreadOf } from './posture.ts';
import type { ControlNote, ScanResult } from './scan-result.ts';

/** A scan's result as SARIF 2.1.0, for code scanning and for viewers of analysis results. */
export function sarifReport(result: ScanResult): string {
  const { tool, account, collectedAt } = result;
  const notes = new Map(result.controls?.map((note) => [note.id, note]));
  const ids = [...new Set(result.findings.map(({ control }) => control))].sort();
  const at = new Map(ids.map((id, index) => [id, index]));
  const run = {
    tool: {
      driver: {
        name: tool.name,
        semanticVersion: tool.version,
        rules: ids.map((id) => toRule(id, notes.get(id), severityOf(result, id))),
      },
    },
    automationDetails: { id: `remediate/${account.partition}/${account.id}/` },
    invocations: [
      {
        executionSuccessful: true,
        endTimeUtc: new Date(collectedAt).toISOString(),
        toolExecutionNotifications: unreadOf(result).map(({ collection, reason, permission }) => ({
          level: 'warning',
          descriptor: { id: 'not-read' },
          message: {
            text: neutralise(
              `${collection} could not be read: ${reason}${permission === undefined ? '' : `; allow ${permission}`}`,
            ),
          },
        })),
      },
    ],
    columnKind: 'utf16CodeUnits',
    results: result.findings.map((finding) => toResult(finding, at.get(finding.control) ?? -1, result)),
  };
  return `${neutralJson({ $schema: schema, version: '2.1.0', runs: [run] }, 2)}\n`;
}

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

const levels: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** A number from 0 to 10, as code scanning sorts by. */
const securitySeverities: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.0',
  low: '2.0',
  info: '0.0',
};

/** A finding that was accepted is a failure with a suppression. */
const kinds: Readonly<Record<Status, string>> = {
  fail: 'fail',
  muted: 'fail',
  unknown: 'open',
  pass: 'pass',
  'not-applicable': 'notApplicable',
};

function severityOf(result: ScanResult, control: string): Severity {
  return result.findings.find((finding) => finding.control === control)?.severity ?? 'info';
}

function toRule(id: string, note: ControlNote | undefined, fallback: Severity) {
  const severity = note?.severity ?? fallback;
  const asked = Object.entries(note?.frameworks ?? {}).flatMap(([key, numbers]) =>
    numbers.map((number) => neutralise(`${frameworkName(key)} ${number}`)),
  );
  return {
    id,
    ...(note === undefined
      ? {}
      : {
          shortDescription: { text: neutralise(note.title) },
          fullDescription: { text: neutralise(`${note.rationale} ${note.risk}`) },
        }),
    defaultConfiguration: { level: levels[severity] },
    properties: {
      'security-severity': securitySeverities[severity],
      tags: [...new Set(['security', ...(note === undefined ? [] : [neutralise(note.area)]), ...asked])],
    },
  };
}

function toResult(finding: Finding, ruleIndex: number, { account, collectedAt }: ScanResult) {
  const { control, status, severity, resource, message, evidence, fingerprint, exception } = finding;
  const failing = status === 'fail' || status === 'muted';
  const name = neutralise(resource.id);
  return {
    ruleId: control,
    ruleIndex,
    kind: kinds[status],
    level: failing ? levels[severity] : 'none',
    message: { text: neutralise(message) },
    locations: [
      {
        // There is no file behind a resource; code scanning shows only what has a place, so the resource is its own.
        physicalLocation: {
          artifactLocation: {
            uri: ['aws', account.id, resource.type, name].map((part) => encodeURIComponent(neutralise(part))).join('/'),
          },
        },
        logicalLocations: [{ name, fullyQualifiedName: neutralise(resource.arn ?? resource.id), kind: 'resource' }],
      },
    ],
    partialFingerprints: { 'remediate/v1': fingerprint },
    ...(status === 'muted'
      ? { suppressions: [{ kind: 'external', status: 'accepted', justification: neutralise(justify(exception)) }] }
      : {}),
    properties: { severity, evidence, collectedAt },
  };
}

function justify(exception: Finding['exception']): string {
  if (exception === undefined) return 'accepted';
  return `${exception.reason} (${exception.owner}, until ${exception.expires})`;
}
