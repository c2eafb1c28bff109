import { readFileSync } from 'node:fs';
import Ajv, { type ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import { asffReport } from '../../src/report/asff.ts';
import { junitReport } from '../../src/report/junit.ts';
import { ocsfReport } from '../../src/report/ocsf.ts';
import { ocsfRemediations } from '../../src/report/ocsf-remediation.ts';
import { sarifReport } from '../../src/report/sarif.ts';
import type { ScanResult } from '../../src/report/scan-result.ts';
import { requestSchema } from '../support/service-model.ts';
import { findingNamed, hostileNames, obeyed } from './hostile.ts';
import { fullScan, sampleRun } from './sample-full.ts';
import { finding, sampleScan, scanOf } from './sample-scan.ts';

const schemaText = (name: string) => readFileSync(new URL(`../schemas/${name}`, import.meta.url), 'utf8');
const lines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Holds a value to a schema and tells every error. */
function expectValid(validate: ValidateFunction, value: unknown): void {
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
}

const hostile = scanOf([...hostileNames, '\uffff\ufffe'].map(findingNamed));
const scans: Readonly<Record<string, ScanResult>> = { sample: sampleScan, full: fullScan, hostile, empty: scanOf([]) };

function draft2020(name: string): ValidateFunction {
  const ajv = new Ajv2020.default({ strict: false, allErrors: true });
  formats.default(ajv);
  return ajv.compile(JSON.parse(schemaText(name)));
}

describe('SARIF', () => {
  // The schema is of draft 4, whose only difference that matters here is how it calls its identifier.
  const { id: _, $schema: __, ...schema } = JSON.parse(schemaText('sarif-2.1.0.json'));
  // One of its patterns has a bracket that the newer syntax of expressions does not take.
  const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false });
  formats.default(ajv);
  const validate = ajv.compile(schema);

  test.each(Object.keys(scans))('of the %s scan is valid', (name) => {
    const text = sarifReport(scans[name] ?? sampleScan);
    expectValid(validate, JSON.parse(text));
    expect(text).not.toMatch(obeyed);
  });

  test('what the schema forbids is told', () => {
    expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false);
  });

  test('what failed, what was accepted, what is open and what could not be read are told apart', () => {
    const [run] = JSON.parse(sarifReport(sampleScan)).runs;
    const of = (control: string) => run.results.filter((item: { ruleId: string }) => item.ruleId === control);
    expect(of('root-keys')[0]).toMatchObject({ kind: 'fail', level: 'error' });
    expect(of('root-alarm')[0]).toMatchObject({ kind: 'open', level: 'none' });
    expect(of('root-mfa')[0]).toMatchObject({ kind: 'pass', level: 'none' });
    expect(of('user-policies').filter((item: object) => 'suppressions' in item)).toHaveLength(1);
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toContain('allow logs:DescribeMetricFilters');
    for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
  });
});

describe('OCSF', () => {
  const validate = draft2020('ocsf-compliance-finding-1.8.0.json');
  const validateRemediation = draft2020('ocsf-remediation-activity-1.8.0.json');

  test.each(['sample', 'full', 'hostile'])('compliance findings of the %s scan are valid', (name) => {
    const text = ocsfReport(scans[name] ?? sampleScan);
    const events = lines(text);
    expect(events).toHaveLength(scans[name]?.findings.length ?? -1);
    for (const event of events) expectValid(validate, event);
    expect(text).not.toMatch(obeyed);
  });

  test('a scan without findings is no line', () => expect(ocsfReport(scanOf([]))).toBe(''));

  test('what could not be judged is a warning, and what was accepted a failure that is suppressed', () => {
    const told = lines(ocsfReport(sampleScan)).map(({ compliance, status }) => `${compliance.status} ${status}`);
    expect([...new Set(told)].sort()).toEqual([
      'Fail New',
      'Fail Suppressed',
      'Not applicable Resolved',
      'Pass Resolved',
      'Warning New',
    ]);
  });

  test('a record is one valid remediation activity for each change that was come to', () => {
    const events = lines(ocsfRemediations(sampleRun(), { name: 'remediate', version: '1.2.3' }));
    for (const event of events) expectValid(validateRemediation, event);
    expect(events.map(({ status, message }) => `${status}: ${message}`)).toEqual([
      'Success: Change the account password policy',
      'Failure: Create group billing',
      expect.stringMatching(/^Success: /),
      expect.stringMatching(/^Waiting: /),
    ]);
    expect(JSON.stringify(events)).not.toContain('secrets/deployer.json');
  });

  test('an event of another class, or without what is required, is not valid', () => {
    const [event] = lines(ocsfReport(sampleScan));
    expect(validate({ ...event, class_uid: 2002, extra: 1 })).toBe(false);
    expect(validate({ ...event, finding_info: {} })).toBe(false);
    expect(validateRemediation(event)).toBe(false);
  });
});

describe('ASFF', () => {
  const compiled = requestSchema('securityhub', 'BatchImportFindings').then((schema) => {
    const ajv = new Ajv.default({ strict: false, allErrors: true });
    formats.default(ajv);
    return ajv.compile(schema);
  });

  test.each(['sample', 'full', 'hostile'])(
    'each line of the %s scan is a request that AWS’s model allows',
    async (name) => {
      const validate = await compiled;
      const text = asffReport(scans[name] ?? sampleScan);
      for (const request of lines(text)) expectValid(validate, request);
      expect(text).not.toMatch(obeyed);
    },
  );

  test('what the model forbids is told', async () => {
    const validate = await compiled;
    const [{ Findings }] = lines(asffReport(sampleScan));
    const [{ Title: _, ...untitled }] = Findings;
    expect(validate({ Findings: [untitled] })).toBe(false);
    expect(validate({ Findings: [{ ...Findings[0], Colour: 'red' }] })).toBe(false);
    expect(validate({ Findings: [] })).toBe(false);
  });

  test('findings come a hundred a request, and every text is within the documented lengths', () => {
    const long = 'ä'.repeat(5_000);
    const many = Array.from({ length: 250 }, (_, index) =>
      finding('key-age', 'fail', { type: 'iam-user', id: `${index}${long}` }, long, { long, index, empty: '' }),
    );
    const requests = lines(asffReport(scanOf(many), 'eu-central-1'));
    expect(requests.map(({ Findings }) => Findings.length)).toEqual([100, 100, 50]);
    const bytes = (value: unknown) => Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value));
    for (const item of requests.flatMap(({ Findings }) => Findings)) {
      expect(bytes(item)).toBeLessThan(240_000);
      expect(bytes(item.Id)).toBeLessThanOrEqual(512);
      expect(bytes(item.Title)).toBeLessThanOrEqual(256);
      expect(bytes(item.Description)).toBeLessThanOrEqual(1024);
      expect(item.Resources[0].Details.Other).toEqual({
        long: expect.stringMatching(/^ä+…$/),
        index: expect.anything(),
      });
      expect(item.ProductArn).toBe('arn:aws:securityhub:eu-central-1:111122223333:product/111122223333/default');
    }
  });

  test('findings too large to go together are parted, and none is larger than what is taken', () => {
    const evidence = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`fact${at}`, '\u0001'.repeat(1_000)]));
    const many = Array.from({ length: 100 }, (_, index) =>
      finding('key-age', 'fail', { type: 'iam-user', id: `u${index}` }, 'old', evidence),
    );
    const requests = asffReport(scanOf(many)).trimEnd().split('\n');
    for (const request of requests) expect(Buffer.byteLength(request)).toBeLessThanOrEqual(6_000_000);
    expect(requests.flatMap((line) => JSON.parse(line).Findings)).toHaveLength(100);
  });

  test('the hub is in the region that is named, else where the partition shows what is global', () => {
    const china = { ...sampleScan, account: { id: '111122223333', partition: 'aws-cn' } };
    const [{ Findings }] = lines(asffReport(china));
    expect(Findings[0].ProductArn).toBe('arn:aws-cn:securityhub:cn-north-1:111122223333:product/111122223333/default');
  });
});

describe('JUnit', () => {
  const validator = XsdValidator.fromDoc(XmlDocument.fromString(schemaText('junit.xsd')));

  test.each(Object.keys(scans))('XML of the %s scan is valid', (name) => {
    const text = junitReport(scans[name] ?? sampleScan);
    const document = XmlDocument.fromString(text);
    validator.validate(document);
    expect(document.find('//testcase')).toHaveLength(scans[name]?.findings.length ?? -1);
    expect(text).not.toMatch(obeyed);
  });

  test('what the schema forbids is told', () => {
    const wrong = XmlDocument.fromString('<testsuites><testsuite><testcase/></testsuite></testsuites>');
    expect(() => validator.validate(wrong)).toThrow();
  });

  test('what failed is a failure, what could not be judged an error, what was accepted skipped', () => {
    const document = XmlDocument.fromString(junitReport(sampleScan));
    const { byStatus } = sampleScan.summary;
    expect(document.find('//failure')).toHaveLength(byStatus.fail);
    expect(document.find('//error')).toHaveLength(byStatus.unknown);
    expect(document.find('//skipped')).toHaveLength(byStatus.muted + byStatus['not-applicable']);
    const sum = (name: string) =>
      document.find(`//testsuite/@${name}`).reduce((total, attribute) => total + Number(attribute.content), 0);
    expect(sum('failures')).toBe(byStatus.fail);
    expect(sum('errors')).toBe(byStatus.unknown);
    expect(sum('tests')).toBe(sampleScan.summary.findings);
  });
});
