import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { RemediateError } from '../../engine/errors.ts';

/** Where credentials come from, in words for messages, and the region that goes with them. */
export interface CredentialSource {
  readonly kind: 'environment' | 'profile' | 'web-identity' | 'container' | 'instance';
  readonly description: string;
  readonly profile?: string;
  readonly region?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Section = Readonly<Record<string, string>>;

/** Any one of these settings makes a profile able to give credentials. */
const credentialSettings = [
  'aws_access_key_id',
  'role_arn',
  'sso_session',
  'sso_start_url',
  'credential_process',
  'web_identity_token_file',
  'login_session',
];

/**
 * Tells where AWS credentials would come from, by looking at variables and files alone: nothing is sent.
 * An instance's own role is not looked for, since that takes a request. A profile that was named, by `--profile` unless
 * told, and does not exist is an error; undefined says that there is nothing.
 */
export function findCredentials(
  options: { readonly profile?: string; readonly namedBy?: string } = {},
  environment: Environment = process.env,
): CredentialSource | undefined {
  const named = options.profile ?? (environment['AWS_PROFILE'] || undefined);
  const profiles = readProfiles(environment);
  const region = regionOf(profiles.get(named ?? 'default'), environment);
  const source = (kind: CredentialSource['kind'], description: string): CredentialSource => ({
    kind,
    description,
    ...(named === undefined ? {} : { profile: named }),
    ...(region === undefined ? {} : { region }),
  });
  if (named !== undefined) {
    const from = options.profile === undefined ? 'AWS_PROFILE' : (options.namedBy ?? '--profile');
    requireProfile(named, from, profiles);
    return source('profile', `profile ${named} (${from})`);
  }
  if (environment['AWS_ACCESS_KEY_ID'] && environment['AWS_SECRET_ACCESS_KEY'])
    return source('environment', 'the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  if (givesCredentials(profiles.get('default'))) return source('profile', 'profile default (no other was named)');
  if (environment['AWS_WEB_IDENTITY_TOKEN_FILE'] && environment['AWS_ROLE_ARN'])
    return source('web-identity', 'the web identity of AWS_ROLE_ARN');
  if (environment['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] || environment['AWS_CONTAINER_CREDENTIALS_FULL_URI'])
    return source('container', 'the role of this container');
  return undefined;
}

/** The source that is left when nothing else is found: the role of the machine, which only a request can tell. */
export function instanceCredentials(environment: Environment = process.env): CredentialSource {
  const region = regionOf(readProfiles(environment).get('default'), environment);
  return {
    kind: 'instance',
    description: 'the role of this machine, as no other credentials were found',
    ...(region === undefined ? {} : { region }),
  };
}

function requireProfile(name: string, from: string, profiles: ReadonlyMap<string, Section>): void {
  if (givesCredentials(profiles.get(name))) return;
  const known = [...profiles.keys()].filter((other) => givesCredentials(profiles.get(other))).sort();
  const trouble = profiles.has(name)
    ? `the AWS profile ${name} (${from}) holds no credentials`
    : `there is no AWS profile ${name} (${from})`;
  throw new RemediateError('Access', trouble, {
    hint: known.length > 0 ? `the profiles with credentials are: ${known.join(', ')}` : 'make one with `aws configure`',
  });
}

function givesCredentials(section: Section | undefined): boolean {
  return section !== undefined && credentialSettings.some((setting) => section[setting] !== undefined);
}

function regionOf(profile: Section | undefined, environment: Environment): string | undefined {
  return environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || profile?.['region'];
}

/** The profiles of the config file, overlaid with those of the credentials file. */
function readProfiles(environment: Environment): ReadonlyMap<string, Section> {
  const home = join(environment['HOME'] ?? homedir(), '.aws');
  const config = readSections(environment['AWS_CONFIG_FILE'] ?? join(home, 'config'));
  const credentials = readSections(environment['AWS_SHARED_CREDENTIALS_FILE'] ?? join(home, 'credentials'));
  const profiles = new Map<string, Section>();
  for (const [header, section] of config) {
    const name = header === 'default' ? header : /^profile\s+(.+)$/.exec(header)?.[1];
    if (name !== undefined) profiles.set(name, section);
  }
  for (const [name, section] of credentials) profiles.set(name, { ...profiles.get(name), ...section });
  return profiles;
}

/** The sections of one of AWS's ini files; a file that cannot be read has none. Nested settings are not needed here. */
function readSections(path: string): ReadonlyMap<string, Section> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return new Map();
  }
  const sections = new Map<string, Record<string, string>>();
  let section: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[([^\]]+)\]/.exec(line)?.[1];
    const setting = /^([^\s#;=]+)\s*=\s*(\S.*)$/.exec(line);
    if (header !== undefined) {
      section = sections.get(header.trim()) ?? {};
      sections.set(header.trim(), section);
    } else if (setting) section[(setting[1] ?? '').toLowerCase()] = (setting[2] ?? '').trim();
  }
  return sections;
}
