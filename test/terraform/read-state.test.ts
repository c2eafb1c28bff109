import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readStates } from '../../src/terraform/read-state.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const provider = 'provider["registry.terraform.io/hashicorp/aws"].audit';
const user = (name: string, more: object = {}) => ({
  attributes: { name, arn: `arn:aws:iam::1:user/${name}` },
  ...more,
});
const state = (...resources: object[]) =>
  JSON.stringify({ version: 4, terraform_version: '1.9.0', serial: 1, resources });
const block = (instances: object[], more: object = {}) => ({
  mode: 'managed',
  type: 'aws_iam_user',
  name: 'this',
  provider,
  instances,
  ...more,
});

function file(text: string, name = 's.tfstate'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

const read = (text: string) => [...readStates(file(text))];
const addresses = (text: string) => read(text).map(({ address }) => address);

describe('a state file', () => {
  test('gives each instance its address, as Terraform writes it', () => {
    expect(
      addresses(
        state(
          block([user('a')]),
          block([user('b', { index_key: 0 }), user('c', { index_key: 'a "b",c' })], { name: 'many' }),
          block([user('d')], { module: 'module.people["x"].module.deep' }),
          block([user('e')], { mode: 'data' }),
        ),
      ),
    ).toEqual([
      'aws_iam_user.this',
      'aws_iam_user.many[0]',
      'aws_iam_user.many["a \\"b\\",c"]',
      'module.people["x"].module.deep.aws_iam_user.this',
    ]);
  });

  test('tells of what waits for its destruction nothing, and of its successor all', () => {
    const [only, ...others] = read(state(block([user('old', { deposed: '0a1b' }), user('new')])));
    expect(others).toEqual([]);
    expect(only).toMatchObject({ provider, type: 'aws_iam_user', attributes: { name: 'new' } });
  });

  test('keeps nothing that is marked sensitive', () => {
    const secret = user('a', {
      attributes: { user: 'a', secret: 'hush', nested: [{ key: 'hush' }] },
      sensitive_attributes: [
        [{ type: 'get_attr', value: 'secret' }],
        [
          { type: 'get_attr', value: 'nested' },
          { type: 'index', value: { value: 0, type: 'number' } },
        ],
      ],
    });
    const objects = read(state(block([secret])));
    expect(objects).toMatchObject([{ attributes: { user: 'a' }, sensitive: ['secret', 'nested'] }]);
    expect(JSON.stringify(objects)).not.toContain('hush');
  });

  test('may hold nothing', () => expect(read(state())).toEqual([]));
});

describe('what terraform show -json prints of a state', () => {
  const resource = (address: string, more: object = {}) => ({
    address,
    mode: 'managed',
    type: 'aws_iam_user',
    name: 'this',
    provider_name: 'registry.terraform.io/hashicorp/aws',
    values: { name: 'a', password: 'hush', tags: { k: 'hush' }, list: [{}] },
    sensitive_values: { password: true, tags: { k: true }, list: [{}] },
    ...more,
  });
  const shown = (root: object) =>
    JSON.stringify({ format_version: '1.0', terraform_version: '1.9.0', values: { root_module: root } });

  test('is read with its modules, and without what is sensitive', () => {
    const objects = read(
      shown({
        resources: [resource('aws_iam_user.this[0]'), resource('data.aws_iam_user.x', { mode: 'data' })],
        child_modules: [
          {
            address: 'module.a',
            resources: [resource('module.a.aws_iam_user.this', { deposed_key: '0a' })],
            child_modules: [
              { address: 'module.a.module.b', resources: [resource('module.a.module.b.aws_iam_user.this')] },
            ],
          },
        ],
      }),
    );
    expect(objects.map(({ address }) => address)).toEqual([
      'aws_iam_user.this[0]',
      'module.a.module.b.aws_iam_user.this',
    ]);
    expect(objects[0]?.attributes).toEqual({ name: 'a', list: [{}] });
    expect(JSON.stringify(objects)).not.toContain('hush');
  });

  test('holds nothing where the state holds nothing', () => {
    expect(read('{"format_version":"1.0"}')).toEqual([]);
    expect(read(shown({}))).toEqual([]);
  });
});

describe('a folder', () => {
  test('is searched for states, workspaces among them, and not for Terraform’s copies nor for the plans of this tool', () => {
    const folder = temporaryFolder();
    const put = (path: string, name: string) => {
      mkdirSync(join(folder, path), { recursive: true });
      writeFileSync(join(folder, path, name), state(block([user('a')])));
    };
    put('net', 'terraform.tfstate');
    put('net/terraform.tfstate.d/prod', 'terraform.tfstate');
    put('.', 'people.tfstate');
    put('net', 'terraform.tfstate.backup');
    put('net/.terraform', 'terraform.tfstate');
    put('plans/p/stack', 'terraform.tfstate');
    writeFileSync(join(folder, 'plans/p/plan.json'), '{}');
    put('stack', 'terraform.tfstate');
    expect([...readStates(folder)].map((object) => object.file.slice(folder.length + 1))).toEqual([
      'net/terraform.tfstate',
      'net/terraform.tfstate.d/prod/terraform.tfstate',
      'people.tfstate',
      'stack/terraform.tfstate',
    ]);
  });

  test('without a state is refused: it would look like nothing managed', () => {
    expect(() => [...readStates(temporaryFolder())]).toThrow(/^there is no \*\.tfstate file under /);
  });

  test('with one broken state is refused as a whole', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.tfstate'), state());
    writeFileSync(join(folder, 'b.tfstate'), '{"version": 4, "resou');
    expect(() => [...readStates(folder)]).toThrow(/b\.tfstate is not JSON/);
  });
});

describe('what is no state', () => {
  test.each([
    ['a saved plan', 'PK\u0003\u0004rest', 'is a saved plan and no state'],
    ['a plan as JSON', '{"format_version":"1.2","planned_values":{},"resource_changes":[]}', 'is a plan of Terraform'],
    [
      'an encrypted state',
      '{"serial":1,"meta":{},"encrypted_data":"x","encryption_version":"v0"}',
      'is an encrypted state',
    ],
    ['an older state', '{"version":3,"modules":[]}', 'is a state of version 3, expected version 4'],
    ['a newer state', '{"version":5,"resources":[]}', 'is a state of version 5, expected version 4'],
    ['a newer format', '{"format_version":"2.0"}', 'is no state of Terraform: format_version'],
    ['a state without resources', '{"version":4}', 'is no state of Terraform: resources'],
    [
      'attributes of another shape',
      '{"version":4,"resources":[{"mode":"managed"}]}',
      'is no state of Terraform: resources.0.type',
    ],
    [
      'flat attributes',
      state(block([{ attributes_flat: { id: 'x' } }])),
      'holds aws_iam_user.this as Terraform wrote it before 0.12',
    ],
    ['an empty file', ' \n', 'is empty'],
    ['other JSON', '[]', 'is no state of Terraform'],
    ['null', 'null', 'is no state of Terraform'],
    ['HCL', 'resource "aws_iam_user" "x" {}', 'is not JSON'],
  ])('%s is told in a sentence with what to do', (_, text, reason) => {
    const path = file(text);
    expect(() => [...readStates(path)]).toThrow(
      expect.objectContaining({
        code: 'BadInput',
        message: expect.stringContaining(`${path} ${reason}`),
        hint: expect.any(String),
      }),
    );
  });

  test('a path that is not there, and a file too large to be one', () => {
    expect(() => [...readStates('/nowhere/x.tfstate')]).toThrow('/nowhere/x.tfstate does not exist');
    const large = file('{}');
    truncateSync(large, 200_000_001);
    expect(() => [...readStates(large)]).toThrow(`${large} is too large: 200000001 bytes, at most 200000000 are read`);
  });
});
