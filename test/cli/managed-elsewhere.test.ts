import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readManaged } from '../../src/cli/managed-elsewhere.ts';
import { collectAddresses } from '../../src/cli/options.ts';
import type { Plan } from '../../src/engine/plan.ts';
import { account } from '../../src/providers/aws/model/builder.ts';
import type { ScanResult } from '../../src/report/scan-result.ts';
import { change } from '../support/change.ts';
import { Desk } from '../support/cli.ts';
import { hostIn } from '../support/host.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { hasTerraform, type TerraformPlace, terraformPlace } from '../support/terraform.ts';

/** The configuration of somebody else: a user with a policy of its own, and a password policy that is too weak. */
const configuration = `
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {}

module "people" {
  source = "./people"
}

resource "aws_iam_account_password_policy" "strict" {
  minimum_password_length        = 8
  require_symbols                = true
  require_numbers                = true
  require_uppercase_characters   = true
  require_lowercase_characters   = true
  allow_users_to_change_password = true
}
`;
const people = `
resource "aws_iam_user" "this" {
  for_each = toset(["maria"])
  name     = each.key
}

resource "aws_iam_user_policy" "reports" {
  for_each = aws_iam_user.this
  user     = each.value.name
  name     = "reports"
  policy   = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::reports/*" }]
  })
}
`;
const chosen = ['--control', 'password-policy,user-inline-policies', '--via', 'api'];
const strict = 'aws_iam_account_password_policy.strict';
const reports = 'module.people.aws_iam_user_policy.reports["maria"]';

describe('--state and --allow-managed', () => {
  const state = (...resources: object[]) =>
    JSON.stringify({ version: 4, resources: resources.map((one) => ({ mode: 'managed', name: 'x', ...one })) });

  test('addresses are split at commas, save those within a key', () => {
    expect(collectAddresses('a.x["m,n"],b.y[0], c.z["q\\"r,s"] ,')).toEqual(['a.x["m,n"]', 'b.y[0]', 'c.z["q\\"r,s"]']);
    expect(collectAddresses('b.y', ['a.x'])).toEqual(['a.x', 'b.y']);
  });

  test('a state is named as the user finds it, and what does not tell what it manages is named aloud', async () => {
    const folder = temporaryFolder();
    const attached = { user: 'maria', policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' };
    writeFileSync(
      join(folder, 'a.tfstate'),
      state(
        { type: 'aws_iam_user_policy_attachment', instances: [{ attributes: attached }] },
        { type: 'aws_iam_user', instances: [{ attributes: { name: null } }] },
      ),
    );
    let said = '';
    const err = (text: string) => {
      said += text;
    };
    const host = { ...hostIn(folder), err };
    const managed = await readManaged(host, { state: ['.'] }, '111122223333');
    const address = { user: 'maria', policyArn: attached.policy_arn };
    expect(managed?.placesOf(change('iam-user-policy-attachment', address, {}, null))).toEqual([
      { address: 'aws_iam_user_policy_attachment.x', file: 'a.tfstate', action: 'remove', edits: [] },
    ]);
    expect(said).toBe('aws_iam_user.x in a.tfstate does not tell its name, so what it manages is not known.\n');
  });
});

describe.skipIf(!hasTerraform)('what a real Terraform state manages', () => {
  let moto: Moto;
  let desk: Desk;
  let place: TerraformPlace;
  let infra: string;
  const plan = async (...args: string[]) => {
    const ended = await desk.run(['plan', ...chosen, ...args, '--format', 'json']);
    expect(ended, ended.err).toMatchObject({ code: 0 });
    return JSON.parse(ended.out) as Plan;
  };
  const places = ({ elsewhere }: Plan) => elsewhere.map(({ address, file, action }) => [address, file, action]);

  beforeAll(async () => {
    moto = await startMoto();
    await moto.seed(account(new Date()).passwordPolicy(null).build());
    place = await terraformPlace(moto.env);
    infra = await place.folder('infra');
    await place.folder('infra/people');
    writeFileSync(join(infra, 'main.tf'), configuration);
    writeFileSync(join(infra, 'people', 'main.tf'), people);
    await place.run(infra, 'init', '-input=false');
    await place.run(infra, 'apply', '-input=false', '-auto-approve');
    desk = new Desk(moto.env);
    writeFileSync(join(desk.folder, 'shown.json'), await place.run(infra, 'show', '-json'));
  }, 300_000);
  afterAll(() => moto.stop());

  test('is changed there: the plan names the address and the argument, and keeps what is its own', async () => {
    const made = await plan('--state', infra, '--output', 'plans/p');
    const file = join(infra, 'terraform.tfstate');
    expect(places(made)).toEqual([
      [strict, file, 'edit'],
      [reports, file, 'remove'],
    ]);
    expect(made.elsewhere[0]?.edits).toContainEqual({ argument: 'minimum_password_length', from: 8, to: 14 });
    expect(made.changes.map(({ operation }) => operation)).not.toContain('iam:UpdateAccountPasswordPolicy');
    expect(made.changes.map(({ operation }) => operation)).not.toContain('iam:DeleteUserPolicy');
    // Access is given before it is taken away there.
    expect(made.changes.map(({ operation }) => operation)).toContain('iam:AddUserToGroup');
    expect(made.elsewhere[1]?.follows.length).toBeGreaterThan(0);

    const { out } = await desk.run(['show', 'plans/p']);
    expect(out.replace(/\s+/g, ' ')).toContain(`Take ${reports} out of the configuration of ${file}`);
    expect(out).toContain('+ minimum_password_length = 14');
  });

  test('terraform show -json tells the same', async () => {
    const made = await plan('--state', 'shown.json', '--output', 'plans/shown');
    expect(places(made)).toEqual([
      [strict, 'shown.json', 'edit'],
      [reports, 'shown.json', 'remove'],
    ]);
  });

  test('is changed here where its address is allowed, with a warning that Terraform will undo it', async () => {
    const made = await plan('--state', infra, '--allow-managed', strict, '--output', 'plans/all-the-same');
    const [update] = made.changes.filter(({ operation }) => operation === 'iam:UpdateAccountPasswordPolicy');
    expect(made.elsewhere.map(({ address, change }) => [address, change])).toEqual([
      [strict, update?.id],
      [reports, undefined],
    ]);
    const { out } = await desk.run(['show', 'plans/all-the-same']);
    expect(out.replace(/\s+/g, ' ')).toMatch(/The next terraform apply of \S+ undoes step \d+ unless/);
  });

  test('an address that no state has, and one without a state, are refused', async () => {
    const typo = await desk.run(['plan', ...chosen, '--state', infra, '--allow-managed', `${strict}t`]);
    expect(typo).toMatchObject({ code: 2, err: expect.stringContaining(`did you mean ${strict}?`) });
    const alone = await desk.run(['plan', ...chosen, '--allow-managed', strict]);
    expect(alone).toMatchObject({ code: 2, err: expect.stringContaining('no state is named') });
    const none = await desk.run(['plan', ...chosen, '--state', 'nowhere.tfstate']);
    expect(none).toMatchObject({ code: 2, err: expect.stringMatching(/error: [^\n]+nowhere\.tfstate does not exist/) });
  });

  test('changed there as the plan says, with the plan applied before, a later scan is clean', async () => {
    const { elsewhere } = await plan('--state', infra, '--output', 'plans/then');
    const applied = await desk.run(['apply', 'plans/then', '--yes']);
    expect(applied, applied.err).toMatchObject({ code: 0 });

    const edits = elsewhere.find(({ address }) => address === strict)?.edits ?? [];
    const edited = edits.map(({ argument, to }) => `  ${argument} = ${JSON.stringify(to)}\n`).join('');
    const names = edits.map(({ argument }) => argument).join('|');
    writeFileSync(
      join(infra, 'main.tf'),
      configuration.replace(new RegExp(`^ +(?:${names}) .*\\n`, 'gm'), '').replace(/\}\n$/, `${edited}}\n`),
    );
    writeFileSync(join(infra, 'people', 'main.tf'), people.slice(0, people.indexOf('resource "aws_iam_user_policy"')));
    await place.run(infra, 'apply', '-input=false', '-auto-approve');
    const { code, out } = await desk.run(['scan', ...chosen.slice(0, 2), '--format', 'json']);
    expect([code, (JSON.parse(out) as ScanResult).findings.filter(({ status }) => status !== 'pass')]).toEqual([0, []]);
  }, 120_000);
});
