import type { AwsControl } from '../src/providers/aws/model/control.ts';
import groupUnused from './aws/groups/group-unused.ts';

/** The catalogue: every control, in the order of its id. */
export const controls: readonly AwsControl[] = [groupUnused];
