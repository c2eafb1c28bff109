import type { EventSelector } from '@aws-sdk/client-cloudtrail';
import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import { toSelectors } from '../collect/event-selectors.ts';
import { editable, putSorted } from '../model/edit.ts';
import { type Selectors, selectedBy, selectorsOf, selectsMore, usualSelectors } from '../model/event-selectors.ts';
import { defineOperation, defineResource } from './define.ts';
import { absent } from './live-answers.ts';
import { byArn, type TrailAddress } from './trails.ts';

/** What a trail selects, management and data events alike; null where it is not in the evidence. */
export const eventSelectorsResource = defineResource<TrailAddress, Selectors>({
  type: 'cloudtrail-event-selectors',
  collection: 'trails',
  volatile: [],
  label: ({ name }) => `event selectors of trail ${name}`,
  read(snapshot, { arn }) {
    const trail = readable(snapshot, 'trails')?.find((one) => one.arn === arn);
    return (trail && selectorsOf(trail)) ?? null;
  },
  write(draft, { name, arn }, value) {
    const trails = editable(draft, 'trails');
    if (trails === undefined) return;
    const trail = trails.find((one) => one.arn === arn);
    if (trail === undefined) throw new Refusal(`there is no trail ${name} to select anything`);
    if (arn.split(':')[4] !== draft.account.id) throw new Refusal(`trail ${name} belongs to another account`);
    if (value === null) throw new Refusal(`trail ${name} cannot be without event selectors`);
    holdLimits(name, value);
    const { selectors: _, ...rest } = trail;
    putSorted(trails, { ...rest, ...selectedBy(value) }, byArn);
  },
  requires: (address) => [{ type: 'cloudtrail-trail', address }],
  permissions: ['cloudtrail:GetEventSelectors'],
  async observe(live, { region, arn }) {
    const cloudtrail = await live.cloudtrail(region);
    const told = await absent(() => cloudtrail.getEventSelectors({ TrailName: arn }));
    return told === null ? null : toSelectors(told.EventSelectors, told.AdvancedEventSelectors);
  },
});

/** Has a trail select what the selectors say and nothing else; undone by the selectors that were there, whole. */
export const putEventSelectors = defineOperation({
  name: 'cloudtrail:PutEventSelectors',
  resource: eventSelectorsResource,
  inverse: 'cloudtrail:PutEventSelectors',
  reversibility: 'reversible',
  permissions: ['cloudtrail:PutEventSelectors', 'cloudtrail:GetEventSelectors'],
  title: ({ name }, _, to) => `Have trail ${name} select ${inWords(to ?? usualSelectors)}`,
  command: ({ region, arn }, _, to) => [
    ...['cloudtrail', 'put-event-selectors', '--region', region, '--trail-name', arn],
    ...(to === null
      ? []
      : 'basic' in to
        ? ['--event-selectors', JSON.stringify(to.basic)]
        : ['--advanced-event-selectors', JSON.stringify(to.advanced)]),
  ],
  async perform(live, { address: { region, arn }, to }) {
    if (to === null) throw new Error('a trail cannot be without event selectors');
    const cloudtrail = await live.cloudtrail(region);
    const wanted =
      'basic' in to ? { EventSelectors: to.basic as EventSelector[] } : { AdvancedEventSelectors: to.advanced };
    await cloudtrail.putEventSelectors({ TrailName: arn, ...wanted });
    return undefined;
  },
});

export const eventSelectorOperations = [putEventSelectors];

function holdLimits(name: string, selectors: Selectors): void {
  const count = 'basic' in selectors ? selectors.basic.length : selectors.advanced.length;
  if (count === 0) throw new Refusal(`trail ${name} cannot be without event selectors`);
  if ('basic' in selectors) {
    const resources = selectors.basic.flatMap(({ DataResources }) => DataResources.flatMap(({ Values }) => Values));
    if (count > 5) throw new Refusal(`trail ${name} cannot have another event selector: 5 are the most`);
    if (resources.length > 250) throw new Refusal(`trail ${name} cannot name more data resources: 250 are the most`);
  } else {
    const conditions = selectors.advanced.flatMap(({ FieldSelectors }) => FieldSelectors);
    const values = conditions.flatMap(({ Field: _, ...operators }) => Object.values(operators).flat());
    if (values.length > 500) throw new Refusal(`trail ${name} cannot have more conditions: 500 values are the most`);
  }
}

/** What is selected, in words: the management events, and how many selectors are of data events. */
function inWords(selectors: Selectors): string {
  const { managementEvents, excludedSources } = selectedBy(selectors);
  const management = {
    all: 'all management events',
    'read-only': 'the management events that read',
    'write-only': 'the management events that write',
    none: 'no management events',
    unknown: 'some management events',
  }[managementEvents];
  const left = excludedSources.length === 0 ? '' : ` but those of ${excludedSources.join(' and ')}`;
  return `${management}${left}${selectsMore(selectors) ? ', beside its data events' : ''}`;
}
