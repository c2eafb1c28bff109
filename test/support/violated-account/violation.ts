import type { Scene } from './scene.ts';

/** Something wrong in an account, how it comes about, and how a person puts it right with the AWS CLI or the console. */
export interface Violation {
  /** The controls that find it, each with the id of the resource on which it must. */
  readonly finds: Readonly<Record<string, string>>;
  plant(scene: Scene): Promise<unknown>;
  mend(scene: Scene): Promise<unknown>;
}

/** The account of every violated account. */
export const accountId = '111122223333';

/** A policy document of one statement that allows. */
export function allowing(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
}

/** What harms nobody: to read the objects of one bucket. */
export const harmless = allowing({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::example-build/*' });

/** The ARN of a policy of the account. */
export function policyArn(name: string): string {
  return `arn:aws:iam::${accountId}:policy/${name}`;
}

/** The ARN of a role of the account. */
export function roleArn(name: string): string {
  return `arn:aws:iam::${accountId}:role/${name}`;
}

/** The ARN of a policy that AWS manages. */
export const administratorAccess = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** A trust policy. */
export function trusting(principal: object, condition?: object, action = 'sts:AssumeRole'): string {
  return allowing({ Principal: principal, Action: action, ...(condition && { Condition: condition }) });
}

/** Trusts Lambda, which does not tell on whose behalf it acts. */
export const trustingFunctions = trusting({ Service: 'lambda.amazonaws.com' });
/** What functions are made of. */
export const functionImage = `${accountId}.dkr.ecr.us-east-1.amazonaws.com/functions:latest`;
