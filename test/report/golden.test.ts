import { expect, test } from 'vitest';
import { comparisonMarkdown } from '../../src/report/comparison-markdown.ts';
import { comparisonText } from '../../src/report/comparison-text.ts';
import { csvReport } from '../../src/report/csv.ts';
import { htmlReport } from '../../src/report/html.ts';
import { jsonReport } from '../../src/report/json.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { plain } from '../../src/report/painter.ts';
import { planMarkdown } from '../../src/report/plan-markdown.ts';
import { planText } from '../../src/report/plan-text.ts';
import { tableReport } from '../../src/report/table.ts';
import { sampleComparison } from './sample-comparison.ts';
import { managedPlan, refusedPlan, samplePlan } from './sample-plan.ts';
import { sampleScan } from './sample-scan.ts';

const hints = ['remediate plan', 'remediate scan --format html --output report.html'];

const reports: Readonly<Record<string, string>> = {
  'scan-80.txt': tableReport(sampleScan, { width: 80, paint: plain, hints }),
  'scan-120.txt': tableReport(sampleScan, { width: 120, paint: plain, hints }),
  'scan.json': jsonReport(sampleScan),
  'scan.csv': csvReport(sampleScan),
  'scan.md': markdownReport(sampleScan),
  'scan.html': htmlReport(sampleScan),
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
