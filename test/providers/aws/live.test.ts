import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RemediateError } from '../../../src/engine/errors.ts';
import { identify } from '../../../src/providers/aws/collect/identity.ts';
import { openLive } from '../../../src/providers/aws/live.ts';
import { findCredentials, instanceCredentials } from '../../../src/providers/aws/live-credentials.ts';
import { type Moto, startMoto } from '../../support/moto.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let folder: string;
let files: Record<string, string>;
beforeAll(() => {
  folder = temporaryFolder();
  files = { AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials') };
  writeFileSync(
    join(folder, 'config'),
    [
      '[default]',
      'region = eu-central-1',
      '# a role that is assumed',
      '[profile audit]',
      'role_arn = arn:aws:iam::111122223333:role/audit',
      'source_profile=base',
      's3 =',
      '  max_concurrent_requests = 20',
      'region=eu-west-1',
      '[profile empty]',
      'output = json',
      '[sso-session corp]',
      'sso_start_url = https://example.awsapps.com/start',
    ].join('\n'),
  );
  writeFileSync(
    join(folder, 'credentials'),
    '[base]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n',
  );
});

const keys = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };

describe('credentials are found without a request', () => {
  test.each([
    ['nothing', {}, undefined],
    ['half a key', { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE' }, undefined],
    ['keys', keys, { kind: 'environment', region: 'eu-central-1' }],
    ['an empty AWS_PROFILE', { ...keys, AWS_PROFILE: '' }, { kind: 'environment' }],
    [
      'AWS_PROFILE before keys',
      { ...keys, AWS_PROFILE: 'audit' },
      { kind: 'profile', profile: 'audit', region: 'eu-west-1' },
    ],
    ['AWS_REGION before the profile', { AWS_PROFILE: 'audit', AWS_REGION: 'us-west-2' }, { region: 'us-west-2' }],
    [
      'a profile of the credentials file',
      { AWS_PROFILE: 'base' },
      { kind: 'profile', description: 'profile base (AWS_PROFILE)' },
    ],
    ['a web identity', { AWS_WEB_IDENTITY_TOKEN_FILE: '/token', AWS_ROLE_ARN: 'arn' }, { kind: 'web-identity' }],
    ['a container', { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://localhost/get' }, { kind: 'container' }],
  ])('%s', (_, environment, expected) => {
    const found = findCredentials({}, { ...files, ...environment });
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });

  test('a named profile must exist and hold credentials', () => {
    const find = (profile: string) => () => findCredentials({ profile }, files);
    expect(find('nowhere')).toThrow('there is no AWS profile nowhere (--profile)');
    expect(find('empty')).toThrow('the AWS profile empty (--profile) holds no credentials');
    expect(find('audit')()).toMatchObject({ kind: 'profile', description: 'profile audit (--profile)' });
    try {
      find('nowhere')();
    } catch (error) {
      expect((error as RemediateError).hint).toBe('the profiles with credentials are: audit, base');
      expect((error as RemediateError).exitCode).toBe(2);
    }
  });

  test('without files there are no profiles', () => {
    expect(findCredentials({}, { HOME: folder })).toBeUndefined();
    expect(() => findCredentials({ profile: 'x' }, { HOME: folder })).toThrow('there is no AWS profile x');
    expect(instanceCredentials(files)).toMatchObject({ kind: 'instance', region: 'eu-central-1' });
  });
});

describe('an account', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  });
  beforeEach(() => moto.reset());
  afterAll(() => moto.stop());

  test('tells who the caller is', async () => {
    expect(await identify(openLive())).toEqual({
      account: { id: '111122223333', partition: 'aws' },
      caller: 'arn:aws:sts::111122223333:user/moto',
    });
  });

  test('is opened without a request, in the region that is asked for', async () => {
    expect(openLive().region).toBe('us-east-1');
    const live = openLive({ region: 'eu-west-3' });
    const sns = await live.sns('ap-south-1');
    expect(live.region).toBe('eu-west-3');
    expect(await sns.config.region()).toBe('ap-south-1');
    expect(await live.sns('ap-south-1')).toBe(sns);
    expect(live.calls.size).toBe(0);
    expect(await moto.calls()).toEqual({});
  });

  test('a call is counted once, and a failed one too', async () => {
    const live = openLive({ maxAttempts: 1 });
    const iam = await live.iam();
    await iam.listUsers({});
    await iam.listUsers({});
    await expect(iam.getUser({ UserName: 'nobody' })).rejects.toThrow();
    expect(Object.fromEntries(live.calls)).toEqual({ 'iam:ListUsers': 2, 'iam:GetUser': 1 });
  });

  test('a caller who may not ask is told what is lacking', async () => {
    await moto.deny('sts:GetCallerIdentity');
    await expect(identify(openLive())).rejects.toMatchObject({
      code: 'Access',
      message: expect.stringMatching(
        /^the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY may not call sts:GetCallerIdentity: /,
      ),
      hint: expect.stringContaining('permission'),
    });
  });

  test('an endpoint that is not there is one sentence', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9');
    const error: RemediateError = await identify(openLive({ maxAttempts: 1 })).catch((thrown) => thrown);
    vi.unstubAllEnvs();
    expect(error.code).toBe('Unreachable');
    expect(error.message).toMatch(/^AWS cannot be reached: sts:GetCallerIdentity: .*ECONNREFUSED/);
    expect(error.hint).toContain('AWS_ENDPOINT_URL');
  });

  test('a profile whose role cannot be assumed says which profile', async () => {
    vi.stubEnv('AWS_CONFIG_FILE', files['AWS_CONFIG_FILE']);
    const error: RemediateError = await identify(openLive({ profile: 'audit', maxAttempts: 1 })).catch(
      (thrown) => thrown,
    );
    vi.unstubAllEnvs();
    expect(error.message).toMatch(/^no AWS credentials from profile audit \(--profile\): /);
  });
});
