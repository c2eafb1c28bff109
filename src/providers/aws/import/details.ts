import { z } from 'zod';
import { fromDetails } from '../collect/from-details.ts';
import type { AuthorizationDetails } from '../model/authorization-details.ts';
import { broken, decodePages, type ImportFile, type InPart, maybe, maybeList, time } from './files.ts';

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

const lists = ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'] as const;

/**
 * Reads what `aws iam get-account-authorization-details` prints: one answer, or its pages in any number of files. A listing
 * whose end is not given, or one that was asked for some kinds only, is evidence in part.
 */
export function importDetails(files: readonly ImportFile[]): InPart<AuthorizationDetails> {
  const answers = files.flatMap((file) => {
    const pages = decodePages(file, page);
    for (const answer of pages)
      if (lists.every((list) => answer[list] === undefined))
        throw broken(file, 'holds none of UserDetailList, GroupDetailList, RoleDetailList and Policies');
    return pages;
  });
  const gaps = lists
    .filter((list) => answers.every((answer) => answer[list] === undefined))
    .map((list) => `no file holds ${list}`);
  // Pages come in any order; the last one says that nothing follows it.
  if (answers.every((answer) => answer.IsTruncated === true || answer.NextToken !== undefined))
    gaps.push('the listing goes on and no file holds its end');
  const data = fromDetails(answers);
  return gaps.length === 0 ? { data } : { data, partial: gaps.join('; ') };
}
