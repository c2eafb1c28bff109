import { z } from 'zod';
import { attestedControl } from './attested-control.ts';

export default attestedControl({
  id: 'credential-report-reviewed',
  area: 'account',
  severity: 'low',
  title: 'The credential report is reviewed within the allowed days',
  rationale:
    'Rules find what is old or unused. Whether a user should exist at all, and have what it has, only somebody knows who knows the people. A short look every month keeps that knowledge and the account together.',
  risk: 'Users of people who left, and keys of programs that were shut down, stay until somebody else finds them.',
  whenNotToFix: 'Access is reviewed elsewhere at least as often, such as in an identity governance system.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#remove-credentials',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-2', 'AC-6(7)'],
    'pci-dss-4.0': ['7.2.4'],
    'iso-27001-2022': ['A.5.18'],
    'soc-2': ['CC6.2', 'CC6.3'],
  },
  parameters: z.object({
    /** Days after which the next review is due. */
    reviewDays: z.number().int().positive().default(31),
  }),
  countsFor: ({ reviewDays }) => reviewDays,
  look: [
    'Run `remediate scan` and go through its findings on users, passwords and access keys.',
    'Download the credential report from the IAM console (Access reports, Credential report), and for each user ask: is this a person or a program that we still have, and does it still need this?',
    'End what nobody answers for, or note who finds out by when.',
  ],
  statement: 'The credential report was reviewed; every user and every key has an owner',
});
