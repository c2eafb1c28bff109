import fc from 'fast-check';

/** Few words, so that random policies and random requests often meet. */
export const KEYS = ['aws:username', 'aws:SourceVpc', 'aws:PrincipalTag/team'];
const VALUES = ['a', 'b', 'ab', '1', '10', 'true'];
const ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:GetAcl', 'iam:PassRole', 'iam:GetUser'];
const RESOURCES = ['arn:aws:s3:::a', 'arn:aws:s3:::b', 'arn:aws:s3:::ab', 'arn:aws:iam::1:user/a', '*'];

const actionPattern = fc.constantFrom(
  ...ACTIONS,
  '*',
  's3:*',
  's3:Get*',
  'S3:getobject',
  '*:Get*',
  'iam:?assRole',
  's3:*Object',
  '*:*',
);
const resourcePattern = fc.constantFrom(
  ...RESOURCES,
  'arn:aws:s3:::*',
  'arn:aws:s3:::?',
  'arn:aws:s3:::a*',
  'arn:aws:*',
  `arn:aws:s3:::\${aws:username}`,
  `arn:aws:s3:::\${*}`,
);
const operator = fc.constantFrom(
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'StringEqualsIfExists',
  'StringNotEqualsIfExists',
  'ForAnyValue:StringEquals',
  'ForAllValues:StringLike',
  'ForAnyValue:StringNotEquals',
  'ForAllValues:StringNotEquals',
  'StringEqualsIgnoreCase',
  'NumericLessThan',
  'Bool',
  'Null',
);

function oneOrMore<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> {
  return fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }));
}

const condition = fc
  .tuple(operator, fc.constantFrom(...KEYS), oneOrMore(fc.constantFrom(...VALUES, 'A', 'a*', '?', `\${aws:username}`)))
  .map(([name, key, values]) => ({ [name]: { [key]: name === 'Null' ? 'true' : values } }));

function element(name: string, pattern: fc.Arbitrary<string>) {
  return fc
    .tuple(fc.integer({ min: 0, max: 5 }), oneOrMore(pattern))
    .map(([dice, patterns]) => ({ [dice === 0 ? `Not${name}` : name]: patterns }));
}

/** A statement of an identity policy as raw JSON. */
export const rawStatement = fc
  .tuple(
    fc.constantFrom('Allow', 'Allow', 'Deny'),
    element('Action', actionPattern),
    element('Resource', resourcePattern),
    fc.option(condition, { nil: undefined, freq: 3 }),
  )
  .map(([Effect, action, resource, Condition]) => ({
    Effect,
    ...action,
    ...resource,
    ...(Condition === undefined ? {} : { Condition }),
  }));

/** A small identity policy's text. */
export const policyText = fc
  .oneof(rawStatement, fc.array(rawStatement, { minLength: 1, maxLength: 4 }))
  .map((Statement) => JSON.stringify({ Version: '2012-10-17', Statement }));

/** A request whose context is told completely. */
export const request = fc.record({
  action: fc.constantFrom(...ACTIONS),
  resource: fc.constantFrom(...RESOURCES.map((resource) => (resource === '*' ? 'arn:aws:s3:::*' : resource))),
  context: fc
    .tuple(
      ...KEYS.map(() =>
        fc.option(
          fc.oneof(
            fc.constantFrom(...VALUES).map((value) => [value]),
            fc.subarray(VALUES, { minLength: 1, maxLength: 2 }),
          ),
          { nil: undefined },
        ),
      ),
    )
    .map(
      (values) =>
        Object.fromEntries(KEYS.flatMap((key, at) => (values[at] === undefined ? [] : [[key, values[at]]]))) as Record<
          string,
          string[]
        >,
    ),
});
