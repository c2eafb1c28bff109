import type { ChangeState, RunState } from '../engine/run-state.ts';
import { neutralise, neutralJson } from './neutral-text.ts';
import { ocsfCloud, ocsfMetadata } from './ocsf.ts';
import type { Tool } from './scan-result.ts';

/** A run's record as OCSF remediation activities (class 7001), one event a line for each change that was come to. */
export function ocsfRemediations({ begin, changes }: RunState, tool: Tool): string {
  return [...changes.values()].map((state) => `${neutralJson(toEvent(begin, state, tool))}\n`).join('');
}

/** How each state is told: what waits or was left out was not attempted, which is neither success nor failure. */
const statusIds: Readonly<Record<ChangeState['status'], readonly [number, string]>> = {
  done: [1, 'Success'],
  failed: [2, 'Failure'],
  begun: [4, 'Partial'],
  waiting: [99, 'Waiting'],
  skipped: [99, 'Skipped'],
};

function toEvent(begin: RunState['begin'], state: ChangeState, tool: Tool) {
  const { change, status, at, detail, until, already } = state;
  const [statusId, standing] = statusIds[status];
  // Tightening is hardening; a rollback gives back what was.
  const [activityId, activity] = begin.mode === 'rollback' ? ([3, 'Restore'] as const) : ([4, 'Harden'] as const);
  const told = [detail, until === undefined ? undefined : `not before ${until}`].filter((part) => part !== undefined);
  return {
    class_uid: 7001,
    class_name: 'Remediation Activity',
    category_uid: 7,
    category_name: 'Remediation',
    activity_id: activityId,
    activity_name: activity,
    type_uid: 700_100 + activityId,
    type_name: `Remediation Activity: ${activity}`,
    time: Date.parse(at),
    severity_id: 1,
    severity: 'Informational',
    status_id: statusId,
    status: standing,
    ...(told.length === 0 ? {} : { status_detail: neutralise(told.join(', ')) }),
    message: neutralise(change.title),
    command_uid: change.id,
    metadata: ocsfMetadata(tool, `${begin.plan}/${begin.run}/${change.id}`),
    cloud: ocsfCloud(begin.account),
    remediation: {
      desc: neutralise(change.title),
      references: [neutralise(`plan ${begin.plan}, digest ${begin.planDigest}, run ${begin.run}`)],
    },
    unmapped: {
      operation: change.operation,
      resource: change.resource,
      via: change.via,
      caller: neutralise(begin.caller),
      closes: change.closes,
      ...(already === true ? { already: true } : {}),
    },
  };
}
