import { z } from 'zod';
import { fromDetails } from '../collect/from-details.ts';
import type { AuthorizationDetails } from '../model/authorization-details.ts';
import { broken, decodePages, type ImportFile, maybe, maybeList, time } from './files.ts';

const text = maybe(z.string());
const document = maybe(z.union([z.string(), z.record(z.string(), z.unknown())]));
const inline = z.object({ PolicyName: text, PolicyDocument: document });

const principal = {
  Path: text,
  Arn: text,
  CreateDate: maybe(time),
  AttachedManagedPolicies: maybeList(z.object({ PolicyArn: text })),
  PermissionsBoundary: maybe(z.object({ PermissionsBoundaryArn: text })),
  Tags: maybeList(z.object({ Key: text, Value: text })),
};

const user = z.object({
  ...principal,
  UserName: z.string(),
  UserId: text,
  GroupList: maybeList(z.string()),
  UserPolicyList: maybeList(inline),
});

const group = z.object({ ...principal, GroupName: z.string(), GroupId: text, GroupPolicyList: maybeList(inline) });

const role = z.object({
  ...principal,
  RoleName: z.string(),
  RoleId: text,
  Description: text,
  MaxSessionDuration: maybe(z.number()),
  AssumeRolePolicyDocument: document,
  RolePolicyList: maybeList(inline),
  RoleLastUsed: maybe(z.object({ LastUsedDate: maybe(time), Region: text })),
  InstanceProfileList: maybeList(z.object({ InstanceProfileName: text, Arn: text, CreateDate: maybe(time) })),
});

const version = z.object({
  Document: document,
  VersionId: text,
  IsDefaultVersion: maybe(z.boolean()),
  CreateDate: maybe(time),
});

const policy = z.object({
  ...principal,
  Arn: z.string(),
  PolicyName: text,
  PolicyId: text,
  Description: text,
  PolicyVersionList: maybeList(version),
});

const page = z.object({
  UserDetailList: maybeList(user),
  GroupDetailList: maybeList(group),
  RoleDetailList: maybeList(role),
  Policies: maybeList(policy),
  IsTruncated: maybe(z.boolean()),
  NextToken: text,
});

/** Reads what `aws iam get-account-authorization-details` prints: one answer, or its pages in any number of files. */
export function importDetails(files: readonly ImportFile[], warn: (warning: string) => void): AuthorizationDetails {
  const answers = files.flatMap((file) => {
    const pages = decodePages(file, page);
    for (const { UserDetailList, GroupDetailList, RoleDetailList, Policies } of pages)
      if ((UserDetailList ?? GroupDetailList ?? RoleDetailList ?? Policies) === undefined)
        throw broken(file, 'holds none of UserDetailList, GroupDetailList, RoleDetailList and Policies');
    return pages;
  });
  // Pages come in any order; the last one says that nothing follows it.
  const whole = answers.some((answer) => answer.IsTruncated !== true && answer.NextToken === undefined);
  if (!whole)
    warn(
      `${files.map((file) => file.path).join(', ')}: the listing goes on (IsTruncated or NextToken), and no file holds its end: what is missing is not judged`,
    );
  return fromDetails(answers);
}
