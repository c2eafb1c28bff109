export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
/** How much harm a failing finding may let happen, the worst first in `severities`. */
export type Severity = (typeof severities)[number];
