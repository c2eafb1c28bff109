import type { Frameworks } from '../../../src/engine/control.ts';

/** Where frameworks ask that the number and the power of privileged accounts be limited. */
export const privilegedAccounts: Frameworks = {
  'nist-800-53-r5': ['AC-2', 'AC-6', 'AC-6(5)'],
  'pci-dss-4.0': ['7.2.1', '7.2.2'],
  'iso-27001-2022': ['A.5.15', 'A.8.2'],
  'soc-2': ['CC6.3'],
};

/** Where frameworks ask for least privilege. */
export const leastPrivilege: Frameworks = {
  'nist-800-53-r5': ['AC-3', 'AC-6'],
  'pci-dss-4.0': ['7.2.1', '7.2.2'],
  'iso-27001-2022': ['A.5.15', 'A.5.18'],
  'soc-2': ['CC6.3'],
};
