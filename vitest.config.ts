import { defineConfig } from 'vitest/config';

const pure = ['test/remediations/**/*.test.ts', 'test/engine/**/*.test.ts', 'test/providers/aws/policy/**/*.test.ts'];
/** Real Terraform, apply after apply: minutes each, so CI runs them after the others. */
const long = [
  'test/terraform/every-remedy.test.ts',
  'test/terraform/batch.test.ts',
  'test/cli/permissions.test.ts',
  'test/cli/terraform.test.ts',
  'test/cli/terraform-plans.test.ts',
];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    projects: [
      // These judge and simulate, and leave nothing behind: the catalogue is loaded once for many of their files.
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      { extends: true, test: { name: 'whole', include: ['test/**/*.test.ts'], exclude: [...pure, ...long] } },
      { extends: true, test: { name: 'long', include: long } },
    ],
  },
});
