import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { motoPython } from './moto-python.ts';

interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
}

/** The shapes of a service as AWS publishes them in its Python SDK, which comes with the test endpoint. */
const script = `
import json, sys
from botocore.loaders import Loader
print(json.dumps(Loader().load_service_model(sys.argv[1], 'service-2')['shapes']))
`;

/** The JSON Schema of what an operation of a service takes, made from AWS's own model of it. */
export async function requestSchema(service: string, operation: string): Promise<object> {
  const { stdout } = await promisify(execFile)(await motoPython(), ['-c', script, service], {
    maxBuffer: 100_000_000,
  });
  const shapes = JSON.parse(stdout) as Record<string, Shape>;
  const definitions = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, toSchema(shape)]));
  return { $ref: `#/definitions/${operation}Request`, definitions };
}

function toSchema({ type, required, members = {}, member, key, value, min, max, pattern, ...shape }: Shape): object {
  const ref = (to: { readonly shape: string } | undefined) => ({ $ref: `#/definitions/${to?.shape}` });
  switch (type) {
    case 'structure':
      return {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(Object.entries(members).map(([name, to]) => [name, ref(to)])),
        ...(required === undefined ? {} : { required }),
      };
    case 'list':
      return { type: 'array', items: ref(member), ...bounds('Items', min, max) };
    case 'map':
      return { type: 'object', propertyNames: ref(key), additionalProperties: ref(value) };
    case 'string':
      return {
        type: 'string',
        ...(shape.enum === undefined ? {} : { enum: shape.enum }),
        ...(pattern === undefined ? {} : { pattern }),
        ...bounds('Length', min, max),
      };
    case 'timestamp':
      return { type: 'string', format: 'date-time' };
    case 'boolean':
      return { type: 'boolean' };
    default:
      return { type: type === 'double' || type === 'float' ? 'number' : 'integer' };
  }
}

function bounds(of: 'Items' | 'Length', min: number | undefined, max: number | undefined): object {
  return { ...(min === undefined ? {} : { [`min${of}`]: min }), ...(max === undefined ? {} : { [`max${of}`]: max }) };
}
