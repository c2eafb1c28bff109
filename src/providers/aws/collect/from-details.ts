import type {
  AuthorizationDetails,
  Group,
  InstanceProfile,
  ManagedPolicy,
  Role,
  User,
} from '../model/authorization-details.ts';
import { sortedBy } from './define.ts';

type Time = Date | string;
/** A policy document: an object as the AWS CLI prints it, or text, URL-encoded as the API sends it. */
type Document = string | object;
type Tag = { readonly Key?: string | undefined; readonly Value?: string | undefined };
type Inline = { readonly PolicyName?: string | undefined; readonly PolicyDocument?: Document | undefined };
type Attached = { readonly PolicyArn?: string | undefined };
type Boundary = { readonly PermissionsBoundaryArn?: string | undefined };

interface Principal {
  readonly Path?: string | undefined;
  readonly Arn?: string | undefined;
  readonly CreateDate?: Time | undefined;
  readonly AttachedManagedPolicies?: readonly Attached[] | undefined;
  readonly PermissionsBoundary?: Boundary | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

interface UserDetail extends Principal {
  readonly UserName?: string | undefined;
  readonly UserId?: string | undefined;
  readonly GroupList?: readonly string[] | undefined;
  readonly UserPolicyList?: readonly Inline[] | undefined;
}

interface GroupDetail extends Principal {
  readonly GroupName?: string | undefined;
  readonly GroupId?: string | undefined;
  readonly GroupPolicyList?: readonly Inline[] | undefined;
}

interface ProfileDetail {
  readonly InstanceProfileName?: string | undefined;
  readonly Arn?: string | undefined;
  readonly CreateDate?: Time | undefined;
}

interface RoleDetail extends Principal {
  readonly RoleName?: string | undefined;
  readonly RoleId?: string | undefined;
  readonly Description?: string | undefined;
  readonly MaxSessionDuration?: number | undefined;
  readonly AssumeRolePolicyDocument?: Document | undefined;
  readonly RolePolicyList?: readonly Inline[] | undefined;
  readonly RoleLastUsed?:
    | { readonly LastUsedDate?: Time | undefined; readonly Region?: string | undefined }
    | undefined;
  readonly InstanceProfileList?: readonly ProfileDetail[] | undefined;
}

interface PolicyDetail extends Principal {
  readonly PolicyName?: string | undefined;
  readonly PolicyId?: string | undefined;
  readonly Description?: string | undefined;
  readonly PolicyVersionList?:
    | readonly {
        readonly Document?: Document | undefined;
        readonly VersionId?: string | undefined;
        readonly IsDefaultVersion?: boolean | undefined;
        readonly CreateDate?: Time | undefined;
      }[]
    | undefined;
}

/** One page of GetAccountAuthorizationDetails, as the SDK or the AWS CLI gives it. */
export interface DetailsPage {
  readonly UserDetailList?: readonly UserDetail[] | undefined;
  readonly GroupDetailList?: readonly GroupDetail[] | undefined;
  readonly RoleDetailList?: readonly RoleDetail[] | undefined;
  readonly Policies?: readonly PolicyDetail[] | undefined;
}

/** The model's authorization details from AWS's pages; what comes twice, as in overlapping exports, counts once. */
export function fromDetails(pages: readonly DetailsPage[]): AuthorizationDetails {
  return {
    users: sortedOnce(pages.flatMap((page) => page.UserDetailList ?? []).map(toUser), byName),
    groups: sortedOnce(pages.flatMap((page) => page.GroupDetailList ?? []).map(toGroup), byName),
    roles: sortedOnce(pages.flatMap((page) => page.RoleDetailList ?? []).map(toRole), byName),
    policies: sortedOnce(pages.flatMap((page) => page.Policies ?? []).map(toPolicy), byArn),
    emptyProfiles: [],
  };
}

const byName = (item: { name: string }) => item.name;
const byArn = (item: { arn: string }) => item.arn;

function sortedOnce<T>(items: readonly T[], key: (item: T) => string): T[] {
  return sortedBy([...new Map(items.map((item) => [key(item), item])).values()], key);
}

function toUser(user: UserDetail): User {
  return {
    name: user.UserName ?? nameIn(user.Arn),
    id: user.UserId ?? '',
    ...principal(user),
    groups: sortedBy([...new Set(user.GroupList ?? [])], String),
    inline: toInline(user.UserPolicyList),
    attached: toAttached(user),
    ...boundaryOf(user),
    tags: toTags(user.Tags),
  };
}

function toGroup(group: GroupDetail): Group {
  return {
    name: group.GroupName ?? nameIn(group.Arn),
    id: group.GroupId ?? '',
    ...principal(group),
    inline: toInline(group.GroupPolicyList),
    attached: toAttached(group),
  };
}

function toRole(role: RoleDetail): Role {
  const used = role.RoleLastUsed?.LastUsedDate;
  const region = role.RoleLastUsed?.Region;
  return {
    name: role.RoleName ?? nameIn(role.Arn),
    id: role.RoleId ?? '',
    ...principal(role),
    trust: toText(role.AssumeRolePolicyDocument),
    ...(role.Description ? { description: role.Description } : {}),
    ...(role.MaxSessionDuration === undefined ? {} : { maxSessionSeconds: role.MaxSessionDuration }),
    inline: toInline(role.RolePolicyList),
    attached: toAttached(role),
    ...boundaryOf(role),
    instanceProfiles: toProfiles(role.InstanceProfileList ?? []),
    // An empty answer says that the role was not used while AWS kept track; no answer says nothing.
    ...(role.RoleLastUsed === undefined
      ? {}
      : { lastUsed: used === undefined ? null : { at: toTime(used), ...(region === undefined ? {} : { region }) } }),
    tags: toTags(role.Tags),
  };
}

/** Instance profiles by name. */
export function toProfiles(profiles: readonly ProfileDetail[]): InstanceProfile[] {
  return sortedBy(
    profiles.map(({ InstanceProfileName, Arn, CreateDate }) => ({
      name: InstanceProfileName ?? nameIn(Arn),
      arn: Arn ?? '',
      createdAt: toTime(CreateDate),
    })),
    byName,
  );
}

function toPolicy(policy: PolicyDetail): ManagedPolicy {
  return {
    name: policy.PolicyName ?? nameIn(policy.Arn),
    id: policy.PolicyId ?? '',
    ...principal(policy),
    ...(policy.Description ? { description: policy.Description } : {}),
    versions: sortedBy(
      (policy.PolicyVersionList ?? []).map((version) => ({
        id: version.VersionId ?? 'v1',
        document: toText(version.Document),
        isDefault: version.IsDefaultVersion ?? false,
        createdAt: toTime(version.CreateDate),
      })),
      // v10 comes after v9.
      (version) => version.id.slice(1).padStart(9, '0'),
    ),
    tags: toTags(policy.Tags),
  };
}

function principal(detail: Principal): { arn: string; path: string; createdAt: string } {
  return { arn: detail.Arn ?? '', path: detail.Path ?? '/', createdAt: toTime(detail.CreateDate) };
}

function boundaryOf(detail: Principal): { boundary?: string } {
  const arn = detail.PermissionsBoundary?.PermissionsBoundaryArn;
  return arn === undefined ? {} : { boundary: arn };
}

function toInline(list: readonly Inline[] | undefined): { name: string; document: string }[] {
  const policies = (list ?? []).map((policy) => ({
    name: policy.PolicyName ?? '',
    document: toText(policy.PolicyDocument),
  }));
  return sortedBy(policies, byName);
}

function toAttached(detail: Principal): string[] {
  const arns = (detail.AttachedManagedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []);
  return sortedBy([...new Set(arns)], String);
}

function toTags(tags: readonly Tag[] | undefined): Record<string, string> {
  const entries = (tags ?? []).map(({ Key = '', Value = '' }): [string, string] => [Key, Value]);
  return Object.fromEntries(sortedBy(entries, ([key]) => key));
}

/** A time in the one form that a snapshot has; empty where AWS's answer was cut. */
function toTime(time: Time | undefined): string {
  return time === undefined ? '' : new Date(time).toISOString();
}

function nameIn(arn: string | undefined): string {
  return arn?.slice(arn.lastIndexOf('/') + 1) ?? '';
}

/** A document as JSON text, whichever way AWS wrote it. */
export function toText(document: Document | undefined): string {
  if (document === undefined) return '';
  if (typeof document !== 'string') return JSON.stringify(document);
  // Encoded text begins with %7B; what begins as JSON does is plain already, whatever per cent signs it holds.
  return /^\s*[{[]/.test(document) ? document : decodeURIComponent(document);
}
