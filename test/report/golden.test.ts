import { expect, test } from 'vitest';
import { asffReport } from '../../src/report/asff.ts';
import { comparisonMarkdown } from '../../src/report/comparison-markdown.ts';
import { comparisonText } from '../../src/report/comparison-text.ts';
import { csvReport } from '../../src/report/csv.ts';
import { htmlReport } from '../../src/report/html.ts';
import { jsonReport } from '../../src/report/json.ts';
import { junitReport } from '../../src/report/junit.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { ocsfReport } from '../../src/report/ocsf.ts';
import { ocsfRemediations } from '../../src/report/ocsf-remediation.ts';
import { plain } from '../../src/report/painter.ts';
import { planMarkdown } from '../../src/report/plan-markdown.ts';
import { planText } from '../../src/report/plan-text.ts';
import { sarifReport } from '../../src/report/sarif.ts';
import { tableReport } from '../../src/report/table.ts';
import { sampleComparison } from './sample-comparison.ts';
import { fullScan, sampleRun } from './sample-full.ts';
import { managedPlan, refusedPlan, samplePlan } from './sample-plan.ts';
import { sampleScan } from './sample-scan.ts';

const hints = ['remediate plan', 'remediate scan --format html --output report.html'];

const reports: Readonly<Record<string, string>> = {
  'scan-80.txt': tableReport(sampleScan, { width: 80, paint: plain, hints }),
  'scan-120.txt': tableReport(sampleScan, { width: 120, paint: plain, hints }),
  'scan.json': jsonReport(sampleScan),
  'scan.csv': csvReport(sampleScan),
  'scan.md': markdownReport(sampleScan),
  'scan.html': htmlReport(fullScan),
  'scan-trend-80.txt': tableReport(fullScan, { width: 80, paint: plain, hints }),
  'scan-trend.md': markdownReport(fullScan),
  'scan.sarif': sarifReport(sampleScan),
  'scan.ocsf.jsonl': ocsfReport(sampleScan),
  'scan.asff.jsonl': asffReport(sampleScan),
  'scan.junit.xml': junitReport(sampleScan),
  'run.ocsf.jsonl': ocsfRemediations(sampleRun(), { name: 'remediate', version: '1.2.3' }),
  'plan-80.txt': planText(samplePlan, { width: 80, paint: plain }),
  'plan-120.txt': planText(samplePlan, { width: 120, paint: plain }),
  'plan.md': planMarkdown(samplePlan),
  'comparison-80.txt': comparisonText(sampleComparison, { width: 80, paint: plain }),
  'comparison.md': comparisonMarkdown(sampleComparison),
  'plan-refused.md': planMarkdown(refusedPlan),
  'plan-managed.md': planMarkdown(managedPlan),
  'plan-managed-80.txt': planText(managedPlan, { width: 80, paint: plain }),
};

test.each(Object.keys(reports))('%s is as it was', async (name) => {
  await expect(reports[name]).toMatchFileSnapshot(`../golden/${name}`);
});
