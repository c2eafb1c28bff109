const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** What a hidden text was: its pseudonym says so. */
export type Kind = string;

/** Keys whose values name something of the account, each with the kind of thing; what they hold is always hidden. */
const named: Readonly<Record<Kind, readonly string[]>> = {
  account: ['account', 'accountId', 'ownerAccountId', 'managementAccountId', 'userAccount', 'management'],
  alias: ['alias'],
  user: ['user', 'users', 'userName', 'signedBy', 'owner'],
  group: ['group', 'groups'],
  role: ['role', 'roles', 'profile', 'instanceProfile'],
  policy: ['policy', 'policies', 'boundary', 'attached'],
  bucket: ['bucket', 'buckets', 'trailBucket'],
  trail: ['trail', 'trails'],
  'log-group': ['logGroup', 'logGroups'],
  filter: ['filter', 'filters'],
  alarm: ['alarm', 'alarms'],
  topic: ['topic', 'topics'],
  analyzer: ['analyzer', 'analyzers'],
  budget: ['budget', 'budgets'],
  provider: ['provider', 'providers', 'entityId', 'url'],
  key: ['key', 'keys', 'accessKey'],
  device: ['serial', 'serials'],
  mail: ['email', 'emails', 'endpoint'],
  name: ['name', 'names', 'id', 'metric', 'prefix', 'domain', 'subject', 'issuer', 'principal', 'who', 'holders'],
  text: ['description', 'statement', 'body', 'chain', 'phone', 'selection', 'handedTo', 'sourceIp', 'file'],
};

/** The kind of thing that the value of a key names. */
export const kindOfKey: ReadonlyMap<string, Kind> = new Map(
  Object.entries(named).flatMap(([kind, keys]) => keys.map((key) => [key, kind] as const)),
);

/** The kind of thing that a type of resource is, in findings, addresses and ARNs. */
export function kindOfType(type: string): Kind {
  const known = [
    'user',
    'group',
    'role',
    'policy',
    'bucket',
    'trail',
    'log-group',
    'alarm',
    'topic',
    'analyzer',
    'budget',
  ];
  return (
    known.find((kind) => type === kind || type.endsWith(`-${kind}`)) ?? (type === 'assumed-role' ? 'role' : 'name')
  );
}

/** The kind of thing that the ARNs of a service name where they tell no type. */
export const kindOfService: Readonly<Record<string, Kind>> = { s3: 'bucket', sns: 'topic' };

/** Keys whose values are words of AWS or of this program: they are kept. */
export const kept: ReadonlySet<string> =
  words(`schema status state cause permission partition severity control guard verdict operation remedy via
  reversibility type resourceType targetType userType kind mode outcome region regions homeRegion primaryRegion
  lastUsedRegion service services lastUsedService owningService action actions source excludedSources scheme protocol
  statistic comparison treatMissingData unit timeUnit managementEvents featureSet scope errorCode keyType curve
  attribute attributes parameter tier ways events credential administrator collection rule namespace attachment
  argument run plan of seq types excludedTypes schedule window lastStatus`);

/** Parts of a result that hold nothing of the account: what the catalogue says of its controls, what the program is. */
export const ours: ReadonlySet<string> = new Set(['controls', 'tool', 'summary', 'frameworks', 'facts']);

/** Keys below which a text is hidden unless it says nothing: what people write freely, and values of resources. */
export const closed: ReadonlySet<string> = new Set([
  ...['tags', 'parameters', 'dimensions', 'exception', 'exceptions', 'attestations', 'alternate-contacts', 'principal'],
  ...['data', 'from', 'to', 'before', 'after', 'value', 'address'],
]);

/** Keys below which the keys themselves were chosen in the account. */
export const keyed: ReadonlySet<string> = new Set(['tags', 'dimensions']);

/** Keys whose values are sentences: what is named in them is hidden, and the rest is left to be read. */
export const sentences: ReadonlySet<string> = new Set([
  'reason',
  'partial',
  'gap',
  'findingsGap',
  'pattern',
  'command',
]);

/** Sentences of this program's own in which nothing is named that the rest of a result does not name. */
export const scripted: ReadonlySet<string> = new Set(['expect', 'title', 'command', 'pattern']);

/** Words that ARNs, paths and names of AWS's own share; they name nothing of anybody's. */
export const common: ReadonlySet<string> = new Set([
  '',
  'password policy',
  ...words(`* ? root <root_account> aws aws-service-role service-role aws-reserved sso.amazonaws.com user group role policy mfa
  sms-mfa u2f instance-profile saml-provider oidc-provider server-certificate assumed-role federated-user
  access-report trail log-group log-stream alarm function secret analyzer loadbalancer app net gwy listener
  certificate regional global webacl config-rule instance permissionSet budget key alias account organization ou
  lambda AWSLogs CloudTrail service_control_policy table stream cluster repository topic never unknown none all yes
  no on off true false external-access Anybody AWS password metadata console billing operations security instances
  functions both`),
]);

const areas = 'north|south|east|west|central|northeast|northwest|southeast|southwest';
const plain = [
  /^-?[\d.,:%/ -]*$/,
  /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-][\d:]+)?)?$/,
  new RegExp(`^(us|eu|ap|sa|ca|me|af|il|mx|cn)(-gov|-iso[bef]?)?-(${areas})-\\d[a-z]?$`),
  /^[a-z0-9-]+:(\*|[A-Z][A-Za-z0-9]*\*?)$/,
  /^[a-z0-9-]+\.amazonaws\.com(\.cn)?$/,
  /^[A-Z]+(_[A-Z0-9]+)+$/,
  /^AWSServiceRoleFor\w+$/,
  /^QuarantinedOn\d{8}$/,
  /^v\d{1,6}$/,
  /^\d{4}-\d\d-\d\d-[0-9a-f]{6}$/,
];

/** True for a text that tells nothing of whose account it is: numbers, days, regions, actions, services, constants. */
export function isPlain(text: string): boolean {
  return common.has(text) || (!/\d{12}/.test(text) && plain.some((pattern) => pattern.test(text)));
}

/** Nouns after which a sentence names something, each with its kind. */
export const nouns: Readonly<Record<string, Kind>> = {
  ...{ user: 'user', users: 'user', caller: 'user', group: 'group', groups: 'group', role: 'role', roles: 'role' },
  ...{ policy: 'policy', policies: 'policy', boundary: 'policy', bucket: 'bucket', trail: 'trail', topic: 'topic' },
  ...{ alarm: 'alarm', filter: 'filter', key: 'key', keys: 'key', certificate: 'key', provider: 'provider' },
  ...{ analyzer: 'analyzer', budget: 'budget', profile: 'role', device: 'device', function: 'name', instance: 'name' },
  'nothing to': 'log-group',
};

/** Words that follow such a noun in the sentences of this program and name nothing. */
export const fillers: ReadonlySet<string> = words(
  `a access administrative after all allow allows alone already among an and anew any anyone apart applied are arn as
  aside ask asks assumed assumes assumption at attach attached away back be becomes before behind being belongs
  beside beyond bind binds both boundaries brief brings but by can cannot certificate certificates change changes
  come comes completed conditioned confirming could creates data day days deactivate decides deletes deliver
  delivered delivers delivery denies depends detach details did directly do document documents does due each end ends
  every everything exist exists expires expiring files first follow for forbids from gains gave generated get gets
  give given gives go goes grants group groups had has have he her his hold holds id ids if in inactive included
  inline instead into is it its itself keeps key keys lapse last latest leads leaks leaves let lets lie lies limit
  listed live locks log logs long looks loses make makes managed managers manages may meeting meets most move must
  name named names needs never new no nobody none not nowhere of off old on once one only open opens or other others
  out outlives outside over own owns pair pass past people permissions place plan policies policy pool power reaches
  read reads really record records regions register removal repaired report resolves reviews right rights role roles
  root rotate running runs said same say says selects serves session set sets shall she short should shows sign
  sign-in signed signs since so split stands statement stay stays steps still stolen store subscribed such taken
  takes tells than that the their them themselves then there these they this those to together too trust trusts type
  types under until unused up updating use used user users uses vendor vouches was watches weigh were what whatever
  when where which while who whom whose wild will with within without work works would years yet`,
);
