import type { Finding, Status } from '../engine/finding.ts';
import type { Severity } from '../engine/severity.ts';
import { frameworkName } from './frameworks.ts';
import { neutralise, neutralJson } from './neutral-text.ts';
import type { ControlNote, ScanResult, Tool } from './scan-result.ts';

/** The version of the schema that every event is written to. */
const ocsfVersion = '1.8.0';

/** A scan's result as OCSF compliance findings (class 2003), one event a line. */
export function ocsfReport(result: ScanResult): string {
  const notes = new Map(result.controls?.map((note) => [note.id, note]));
  return result.findings
    .map((finding) => `${neutralJson(toEvent(finding, notes.get(finding.control), result))}\n`)
    .join('');
}

/** What every event says of the program that made it. */
export function ocsfMetadata({ name, version }: Tool, uid: string) {
  return {
    version: ocsfVersion,
    profiles: ['cloud'],
    uid,
    product: { name, version, vendor_name: name },
  };
}

/** The account as the cloud profile has it. */
export function ocsfCloud({ id, alias, partition }: ScanResult['account']) {
  return {
    provider: 'AWS',
    cloud_partition: partition,
    account: {
      uid: id,
      type_id: 10,
      type: 'AWS Account',
      ...(alias === undefined ? {} : { name: neutralise(alias) }),
    },
  };
}

const severityIds: Readonly<Record<Severity, readonly [number, string]>> = {
  critical: [5, 'Critical'],
  high: [4, 'High'],
  medium: [3, 'Medium'],
  low: [2, 'Low'],
  info: [1, 'Informational'],
};

/** How the check came out: what could not be judged is a warning, never a pass. */
const complianceIds: Readonly<Record<Status, readonly [number, string]>> = {
  pass: [1, 'Pass'],
  unknown: [2, 'Warning'],
  fail: [3, 'Fail'],
  muted: [3, 'Fail'],
  'not-applicable': [99, 'Not applicable'],
};

/** Where the finding stands in its life: new, suppressed by an exception, or resolved. */
const statusIds: Readonly<Record<Status, readonly [number, string]>> = {
  fail: [1, 'New'],
  unknown: [1, 'New'],
  muted: [3, 'Suppressed'],
  pass: [4, 'Resolved'],
  'not-applicable': [4, 'Resolved'],
};

function toEvent(finding: Finding, note: ControlNote | undefined, { account, collectedAt, tool }: ScanResult) {
  const { control, status, resource, message, evidence, fingerprint, exception } = finding;
  const time = Date.parse(collectedAt);
  const [severityId, severity] = severityIds[finding.severity];
  const [complianceId, outcome] = complianceIds[status];
  const [statusId, standing] = statusIds[status];
  const asked = Object.entries(note?.frameworks ?? {}).filter(([, numbers]) => numbers.length > 0);
  return {
    class_uid: 2003,
    class_name: 'Compliance Finding',
    category_uid: 2,
    category_name: 'Findings',
    activity_id: 1,
    activity_name: 'Create',
    type_uid: 200301,
    type_name: 'Compliance Finding: Create',
    time,
    severity_id: severityId,
    severity,
    status_id: statusId,
    status: standing,
    ...(exception === undefined
      ? {}
      : { comment: neutralise(`${exception.reason} (${exception.owner}, until ${exception.expires})`) }),
    message: neutralise(message),
    metadata: ocsfMetadata(tool, `${fingerprint}-${time}`),
    cloud: ocsfCloud(account),
    finding_info: {
      uid: fingerprint,
      title: neutralise(note?.title ?? control),
      desc: neutralise(message),
      last_seen_time: time,
      ...(note === undefined ? {} : { types: [neutralise(note.area)] }),
      analytic: { uid: control, type_id: 1, type: 'Rule' },
    },
    compliance: {
      control,
      status_id: complianceId,
      status: outcome,
      status_details: [neutralise(finding.reason)],
      ...(note === undefined ? {} : { desc: neutralise(`${note.rationale} ${note.risk}`) }),
      ...(asked.length === 0
        ? {}
        : {
            standards: asked.map(([key]) => neutralise(frameworkName(key))),
            requirements: asked.flatMap(([key, numbers]) =>
              numbers.map((number) => neutralise(`${frameworkName(key)} ${number}`)),
            ),
          }),
    },
    resources: [
      {
        uid: neutralise(resource.arn ?? resource.id),
        name: neutralise(resource.id),
        type: resource.type,
        cloud_partition: account.partition,
      },
    ],
    unmapped: { evidence },
  };
}
