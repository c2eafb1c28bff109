import type { Finding, Status } from '../engine/finding.ts';
import type { Severity } from '../engine/severity.ts';
import { frameworkName } from './frameworks.ts';
import { neutralise, neutralJson } from './neutral-text.ts';
import type { ControlNote, ScanResult } from './scan-result.ts';

/** The most that Security Hub takes: findings in a request, its bytes, and the bytes of a finding. */
const limits = { findings: 100, request: 6_000_000, finding: 240_000 } as const;

/**
 * A scan's result in the AWS Security Finding Format: each line is one request of BatchImportFindings, within the limits
 * of Security Hub. The region is that of the hub; without one, the region in which AWS shows what is global.
 */
export function asffReport(result: ScanResult, region = homeRegions[result.account.partition] ?? 'us-east-1'): string {
  const notes = new Map(result.controls?.map((note) => [note.id, note]));
  const lines: string[] = [];
  let batch: string[] = [];
  let size = 0;
  const flush = () => {
    if (batch.length > 0) lines.push(`{"Findings":[${batch.join(',')}]}\n`);
    batch = [];
    size = 0;
  };
  for (const finding of result.findings) {
    const text = findingText(finding, notes.get(finding.control), result, region);
    const bytes = Buffer.byteLength(text) + 1;
    if (batch.length === limits.findings || size + bytes > limits.request - 20) flush();
    batch.push(text);
    size += bytes;
  }
  flush();
  return lines.join('');
}

const homeRegions: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

const labels: Readonly<Record<Severity, string>> = {
  critical: 'CRITICAL',
  high: 'HIGH',
  medium: 'MEDIUM',
  low: 'LOW',
  info: 'INFORMATIONAL',
};

/** What could not be judged is a warning, and never passed. */
const outcomes: Readonly<Record<Status, string>> = {
  fail: 'FAILED',
  muted: 'FAILED',
  unknown: 'WARNING',
  pass: 'PASSED',
  'not-applicable': 'NOT_AVAILABLE',
};

const types: Readonly<Record<string, string>> = {
  account: 'AwsAccount',
  'iam-user': 'AwsIamUser',
  'iam-group': 'AwsIamGroup',
  'iam-role': 'AwsIamRole',
  'iam-policy': 'AwsIamPolicy',
  's3-bucket': 'AwsS3Bucket',
  'ec2-instance': 'AwsEc2Instance',
  secret: 'AwsSecretsManagerSecret',
};

function findingText(finding: Finding, note: ControlNote | undefined, result: ScanResult, region: string): string {
  const whole = neutralJson(toFinding(finding, note, result, region, evidenceOf(finding)));
  if (Buffer.byteLength(whole) <= limits.finding) return whole;
  return neutralJson(toFinding(finding, note, result, region, {}));
}

function toFinding(
  finding: Finding,
  note: ControlNote | undefined,
  { account, collectedAt, tool }: ScanResult,
  region: string,
  evidence: Readonly<Record<string, string>>,
) {
  const { control, status, severity, reason, resource, message, fingerprint, exception } = finding;
  const product = `arn:${account.partition}:securityhub:${region}:${account.id}:product/${account.id}/default`;
  const time = new Date(collectedAt).toISOString();
  const failing = status === 'fail' || status === 'muted';
  const requirements = requirementsOf(note);
  return {
    SchemaVersion: '2018-10-08',
    Id: `remediate/${account.id}/${fingerprint}`,
    ProductArn: product,
    ProductName: tool.name,
    CompanyName: tool.name,
    GeneratorId: cut(`remediate/${control}`, 512),
    AwsAccountId: account.id,
    CreatedAt: time,
    UpdatedAt: time,
    LastObservedAt: time,
    Title: cut(note?.title ?? control, 256),
    Description: cut(message, 1024),
    // The severity and the type of a finding that is imported again are taken from here alone.
    FindingProviderFields: {
      Severity: { Label: failing ? labels[severity] : 'INFORMATIONAL', Original: severity },
      Types: ['Software and Configuration Checks/AWS Security Best Practices'],
    },
    ProductFields: {
      'remediate/Control': cut(control, 2048),
      'remediate/Fingerprint': fingerprint,
      'remediate/Version': tool.version,
      ...(exception === undefined
        ? {}
        : {
            'remediate/Exception': cut(`${exception.reason} (${exception.owner}, until ${exception.expires})`, 2048),
          }),
    },
    Resources: [
      {
        Type: types[resource.type] ?? 'Other',
        Id: resource.type === 'account' ? `AWS::::Account:${account.id}` : cut(resource.arn ?? resource.id, 512),
        Partition: account.partition,
        Region: region,
        ...(Object.keys(evidence).length === 0 ? {} : { Details: { Other: evidence } }),
      },
    ],
    Compliance: {
      Status: outcomes[status],
      SecurityControlId: control,
      StatusReasons: [
        { ReasonCode: cut(reason.toUpperCase().replaceAll('-', '_'), 256), Description: cut(message, 1024) },
      ],
      ...(requirements.length === 0 ? {} : { RelatedRequirements: requirements }),
    },
    ...(status === 'muted' ? { Workflow: { Status: 'SUPPRESSED' } } : {}),
    RecordState: status === 'not-applicable' ? 'ARCHIVED' : 'ACTIVE',
  };
}

function requirementsOf(note: ControlNote | undefined): string[] {
  const all = Object.entries(note?.frameworks ?? {}).flatMap(([key, numbers]) =>
    numbers.map((number) => cut(`${frameworkName(key)}/${number}`, 256)),
  );
  // The later editions of a framework stand last in a control, and are worth more.
  return all.slice(-32);
}

/** The evidence as the texts that a resource's details may hold: fifty of them, none empty. */
function evidenceOf({ evidence }: Finding): Record<string, string> {
  return Object.fromEntries(
    Object.entries(evidence)
      .map(
        ([key, value]) => [cut(key, 128), cut(typeof value === 'string' ? value : neutralJson(value), 1024)] as const,
      )
      .filter(([key, value]) => key.trim() !== '' && value.trim() !== '')
      .slice(0, 50),
  );
}

/** Text within so many bytes, harmless; what is cut off is shown by an ellipsis. */
function cut(text: string, bytes: number): string {
  const safe = neutralise(text);
  if (Buffer.byteLength(safe) <= bytes) return safe;
  let kept = '';
  let size = Buffer.byteLength('…');
  for (const character of safe) {
    size += Buffer.byteLength(character);
    if (size > bytes) break;
    kept += character;
  }
  return `${kept}…`;
}
