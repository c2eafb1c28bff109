import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { invert, simulate } from '../../../../src/engine/change.ts';
import type { Live } from '../../../../src/providers/aws/live.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { type Selectors, selectedBy, usualSelectors } from '../../../../src/providers/aws/model/event-selectors.ts';
import type { Trail } from '../../../../src/providers/aws/model/monitoring.ts';
import {
  eventSelectorOperations,
  eventSelectorsResource,
  putEventSelectors,
} from '../../../../src/providers/aws/operations/event-selectors.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import {
  createLogGroup,
  deleteLogGroup,
  logGroupOperations,
} from '../../../../src/providers/aws/operations/log-groups.ts';
import {
  createTrail,
  deleteTrail,
  startLogging,
  stopLogging,
  trailOperations,
  updateTrail,
} from '../../../../src/providers/aws/operations/trails.ts';
import { changeOf, refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

const region = 'us-east-1';
const trail = (name: string, owner = '111122223333') => ({
  region,
  name,
  arn: `arn:aws:cloudtrail:${region}:${owner}:trail/${name}`,
});
const bucket = 'trail-111122223333';
const plain = { multiRegion: true, organization: false, globalServiceEvents: true, logFileValidation: true, bucket };
const delivering = {
  ...plain,
  logGroupArn: 'arn:aws:logs:us-east-1:111122223333:log-group:events',
  logRoleArn: 'arn:aws:iam::111122223333:role/writer',
};

/** The boring account with its trail changed. */
const changed = (change: Partial<Trail>) =>
  account()
    .monitoring(({ trails }) => Object.assign(trails[0] ?? {}, change))
    .build();

/** Selectors of data events: of the reads of one bucket, besides all that is written in the account; and of functions. */
const writesAndData = {
  basic: [
    {
      ReadWriteType: 'ReadOnly',
      IncludeManagementEvents: false,
      DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::records/'] }],
      ExcludeManagementEventSources: [],
    },
    {
      ReadWriteType: 'WriteOnly',
      IncludeManagementEvents: true,
      DataResources: [],
      ExcludeManagementEventSources: ['kms.amazonaws.com'],
    },
  ],
};
const functionsAlone = {
  advanced: [
    {
      Name: 'Functions',
      FieldSelectors: [
        { Field: 'eventCategory', Equals: ['Data'] },
        { Field: 'resources.type', Equals: ['AWS::Lambda::Function'] },
      ],
    },
  ],
};
/** The boring account, whose trail selects this. */
const selecting = (selectors: Selectors) => changed(selectedBy(selectors));

testOperationLaws(eventSelectorOperations, () => [
  write(putEventSelectors, trail('main'), writesAndData),
  write(putEventSelectors, trail('main'), functionsAlone),
  write(putEventSelectors, trail('spare'), writesAndData),
]);

test.each([
  [functionsAlone, writesAndData],
  [writesAndData, functionsAlone],
  [writesAndData, usualSelectors],
])('selectors of either kind give way to the other, and come back as they were', (was, wanted) => {
  const given = selecting(was);
  const change = changeOf(given, write(putEventSelectors, trail('main'), wanted));
  if (change === undefined) throw new Error('there is nothing to change');
  const after = simulate(operations, given, [change]);
  expect(eventSelectorsResource.read(after, trail('main'))).toEqual(wanted);
  const undo = invert(operations, change);
  expect(undo && simulate(operations, after, [undo])).toEqual(given);
});

test('the selectors of a trail that nobody could read are not written', () => {
  const unread = changed({ managementEvents: 'unknown' });
  expect(eventSelectorsResource.read(unread, trail('main'))).toBeNull();
});

const [one] = writesAndData.basic;
test.each([
  ['a trail that there is not', trail('none'), writesAndData, 'there is no trail none'],
  ['six selectors', trail('main'), { basic: Array(6).fill(one) }, '5 are the most'],
  ['no selector', trail('main'), { advanced: [] }, 'cannot be without event selectors'],
  [
    'more data than it takes',
    trail('main'),
    {
      basic: [
        { ...writesAndData.basic[0], DataResources: [{ Type: 'AWS::S3::Object', Values: Array(251).fill('a') }] },
      ],
    },
    '250 are the most',
  ],
  [
    'more values than it takes',
    trail('main'),
    { advanced: [{ FieldSelectors: [{ Field: 'eventName', Equals: Array(501).fill('a') }] }] },
    '500 values are the most',
  ],
])('the model refuses selectors for %s', (_, address, value, reason) => {
  expect(refusalOf(account().build(), write(putEventSelectors, address, value as Selectors))).toContain(reason);
});

test('the title says what is selected, and the command what to type', () => {
  const told = (selectors: Selectors) => changeOf(changed({}), write(putEventSelectors, trail('main'), selectors));
  expect(told(writesAndData)?.title).toBe(
    'Have trail main select the management events that write but those of kms.amazonaws.com, beside its data events',
  );
  expect(told(functionsAlone)?.title).toBe('Have trail main select no management events, beside its data events');
  expect(told(functionsAlone)?.command.slice(2)).toEqual([
    ...['--region', region, '--trail-name', trail('main').arn],
    ...['--advanced-event-selectors', JSON.stringify(functionsAlone.advanced)],
  ]);
});

testOperationLaws([...trailOperations, ...logGroupOperations], () => [
  write(createTrail, trail('new'), delivering),
  write(createTrail, trail('far'), { ...plain, bucket: 'of-another-account', kmsKey: 'arn:aws:kms:us-east-1:1:key/k' }),
  write(updateTrail, trail('main'), { ...delivering, logFileValidation: false }),
  write(updateTrail, trail('spare'), { ...plain, bucket: 'empty' }),
  write(deleteTrail, trail('spare'), null),
  write(startLogging, trail('spare'), { since: '2026-03-01T00:00:00.000Z' }),
  write(stopLogging, trail('main'), null),
  write(createLogGroup, { region: 'eu-west-1', name: 'cloudtrail' }, {}),
  write(deleteLogGroup, { region, name: 'empty' }, null),
]);

test.each([
  ['a trail that records', changed({}), 'while it is logging'],
  ['a trail of the organization', changed({ logging: false, organization: true }), 'records the whole organization'],
  [
    'a trail with selectors',
    changed({ logging: false, ...selectedBy({ basic: [...usualSelectors.basic, ...writesAndData.basic] }) }),
    'could not be brought back',
  ],
  [
    'a trail whose selectors nobody could read',
    changed({ logging: false, managementEvents: 'unknown' }),
    'could not be brought back',
  ],
])('%s is not deleted', (_, given, reason) => {
  expect(refusalOf(given, write(deleteTrail, trail('main'), null))).toContain(reason);
});

test.each([
  ['another account’s trail', write(createTrail, trail('o', '444455556666'), plain), 'belongs to another account'],
  [
    'all regions without global services',
    write(createTrail, trail('new'), { ...plain, globalServiceEvents: false }),
    'global services',
  ],
  [
    'a log group without a role',
    write(createTrail, trail('new'), { ...plain, logGroupArn: 'arn:aws:logs:::log-group:g' }),
    'or neither',
  ],
  [
    'a log group with filters gone',
    write(deleteLogGroup, { region, name: 'cloudtrail' }, null),
    'while it has metric filters',
  ],
])('the model refuses %s', (_, tried, reason) => {
  expect(refusalOf(account().build(), tried)).toContain(reason);
});

test('the title says what comes, and the command what to type', () => {
  const change = changeOf(
    changed({ multiRegion: false, logFileValidation: false }),
    write(updateTrail, trail('main'), delivering),
  );
  expect(change?.title).toBe('Change trail main: all regions, log file validation, delivery to log group events');
  expect(change?.command.slice(6)).toEqual([
    ...['--s3-bucket-name', bucket, '--is-multi-region-trail', '--include-global-service-events'],
    ...['--enable-log-file-validation', '--cloud-watch-logs-log-group-arn', `${delivering.logGroupArn}:*`],
    ...['--cloud-watch-logs-role-arn', delivering.logRoleArn],
  ]);
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A CloudTrail that does not see the new role for some calls. */
function slowToSee(calls: number, name = 'InvalidCloudWatchLogsRoleArnException') {
  const asked: unknown[] = [];
  const refuse = () => Promise.reject(Object.assign(new Error('Access denied'), { name }));
  const take = async (input: unknown) => {
    asked.push(input);
    return asked.length > calls ? {} : refuse();
  };
  const cloudtrail = { createTrail: take, updateTrail: take };
  return { asked, live: { cloudtrail: async () => cloudtrail } as unknown as Live };
}
const creating = { address: trail('new'), from: null, to: delivering, sink: undefined };

test('a trail is asked for again until CloudTrail sees the role that was made a moment ago', async () => {
  const { asked, live } = slowToSee(3);
  const done = createTrail.perform(live, creating);
  await vi.runAllTimersAsync();
  await done;
  expect(asked).toHaveLength(4);
});

test.each([
  ['a role that it never sees', 'InvalidCloudWatchLogsRoleArnException', 7],
  ['anything else', 'TrailAlreadyExistsException', 1],
])('%s ends it', async (_, name, calls) => {
  const { asked, live } = slowToSee(99, name);
  const done = createTrail.perform(live, creating).catch((error: Error) => error.name);
  await vi.runAllTimersAsync();
  expect(await done).toBe(name);
  expect(asked).toHaveLength(calls);
});

test('what is taken away is told to CloudTrail as an empty text', async () => {
  const { asked, live } = slowToSee(0);
  const from = { ...delivering, kmsKey: 'arn:aws:kms:us-east-1:111122223333:key/k' };
  await updateTrail.perform(live, { address: trail('main'), from, to: { ...plain, bucket: 'other' }, sink: undefined });
  expect(asked).toEqual([
    expect.objectContaining({
      S3BucketName: 'other',
      CloudWatchLogsLogGroupArn: '',
      CloudWatchLogsRoleArn: '',
      KmsKeyId: '',
    }),
  ]);
});
