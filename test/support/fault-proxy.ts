import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What can go wrong between the program and AWS. `before` and `after`: whether AWS has carried the call out. */
export const faultKinds = [
  'throttling',
  'error-before',
  'error-after',
  'reset-before',
  'reset-after',
  'silence-before',
  'silence-after',
  'late-reads',
  'flickering-reads',
  'expired-credentials',
  'access-denied',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/**
 * Which calls are hit: a share of them, chosen by the seed, or from the call of a number on so many of them. Of faults
 * after a call the share is one of the writes, for a read has nothing to carry out. Or all calls of one action are hit.
 */
export type Aim =
  | { readonly rate: number }
  | { readonly from: number; readonly calls: number }
  | { readonly action: string };

export interface Faults {
  readonly kind: FaultKind;
  readonly seed: number;
  readonly aim: Aim;
  /** For late and flickering reads: how long after a write what was before it may be shown. */
  readonly lagMs?: number;
}

/** A call that came to the proxy. */
export interface ProxyCall {
  readonly action: string;
  /** What is asked, without what changes from one request to the next. */
  readonly input: string;
  readonly writes: boolean;
  /** What was done to the call instead of passing the answer on. */
  readonly fault?: FaultKind;
  /** The status with which the endpoint answered; undefined where the call never came there. */
  readonly answered?: number;
}

/** A proxy before an endpoint that makes faults, and remembers what came to the endpoint. */
export interface FaultProxy {
  readonly endpoint: string;
  readonly calls: readonly ProxyCall[];
  /**
   * Makes these faults from now on, and counts and remembers calls anew; where they are left out it makes none, and what
   * was read before is not shown again.
   */
  begin(faults?: Faults): void;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Opens the proxy before an endpoint such as `http://127.0.0.1:5000`. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  let faults: Faults | undefined;
  let calls: ProxyCall[] = [];
  /** The latest answer to each read and, for a while after a write, the one from before it, which late reads still show. */
  const shown = new Map<string, { latest: Answer; before?: { readonly answer: Answer; readonly until: number } }>();

  const lagging = (key: string, number: number): Answer | undefined => {
    const before = shown.get(key)?.before;
    if (faults === undefined || !isLag(faults.kind) || before === undefined || Date.now() > before.until)
      return undefined;
    return faults.kind === 'late-reads' || hits(faults, number) ? before.answer : undefined;
  };

  const remember = (key: string, { writes }: { readonly writes: boolean }, answer: Answer): void => {
    const now = Date.now();
    if (!writes) shown.set(key, { ...shown.get(key), latest: answer });
    else
      for (const read of shown.values())
        if (read.before === undefined || now > read.before.until)
          read.before = { answer: read.latest, until: now + (faults?.lagMs ?? 0) };
  };

  const server = createServer(async (incoming, outgoing) => {
    const body = await read(incoming);
    const call = describe(incoming, body);
    const number = calls.length;
    const key = `${call.action} ${call.input}`;
    const fault = faults !== undefined && isHit(faults, call, number) ? faults.kind : undefined;
    const place = calls.push({ ...call, ...(fault === undefined ? {} : { fault }) }) - 1;
    const kept = calls;
    if (fault !== undefined && !fault.endsWith('-after')) return fail(fault, incoming, outgoing);
    const late = call.writes ? undefined : lagging(key, number);
    if (late !== undefined) {
      kept[place] = { ...call, fault: faults?.kind ?? 'late-reads' };
      return tell(outgoing, late);
    }
    const answer = await forward(target, incoming, body);
    kept[place] = { ...call, ...(fault === undefined ? {} : { fault }), answered: answer.status };
    remember(key, call, answer);
    return fault === undefined ? tell(outgoing, answer) : fail(fault, incoming, outgoing);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get calls() {
      return calls;
    },
    begin(next) {
      faults = next;
      calls = [];
      if (next === undefined) shown.clear();
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const isLag = (kind: FaultKind) => kind === 'late-reads' || kind === 'flickering-reads';

function isHit(faults: Faults, { action, writes }: Pick<ProxyCall, 'action' | 'writes'>, number: number): boolean {
  if ('action' in faults.aim) return action === faults.aim.action;
  if (isLag(faults.kind) || ('rate' in faults.aim && faults.kind.endsWith('-after') && !writes)) return false;
  return hits(faults, number);
}

function hits({ seed, aim }: Faults, number: number): boolean {
  if ('rate' in aim) return random(seed, number) < aim.rate;
  if ('action' in aim) return false;
  return number >= aim.from && number < aim.from + aim.calls;
}

/** A number from 0 to 1 that a seed and a number determine. */
export function random(seed: number, number: number): number {
  let bits = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number + 0x7f4a7c15, 0xc2b2ae35);
  for (const [shift, factor] of [
    [16, 0x21f0aaad],
    [15, 0x735a2d97],
  ] as const)
    bits = Math.imul(bits ^ (bits >>> shift), factor);
  return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32;
}

async function read(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** What a call asks: its action by the protocol that it is made in. */
function describe({ method = '', url = '', headers }: IncomingMessage, body: Buffer): Omit<ProxyCall, 'answered'> {
  const target = headers['x-amz-target'];
  const text = body.toString();
  const query = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ? text : undefined;
  const action =
    target !== undefined
      ? (String(target).split('.').at(-1) ?? '')
      : ((query && new URLSearchParams(query).get('Action')) ?? `${method} ${url}`);
  const reads = /^(?:Get|List|Describe|Head|Generate|Lookup|Simulate|GET |HEAD )/.test(action);
  return { action, input: `${headers['host']?.split(':')[0]} ${url} ${text}`, writes: !reads };
}

async function forward(target: string, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  const { method, url, headers } = incoming;
  const passed = request(new URL(url ?? '/', target), { method, headers });
  passed.end(body);
  const [response] = (await once(passed, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 500, headers: response.headers, body: await read(response) };
}

function tell(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  const { 'transfer-encoding': _, connection: __, ...kept } = headers;
  outgoing.writeHead(status, { ...kept, 'content-length': body.length });
  outgoing.end(body);
}

/** The faults that are answers: the status, the code in services of XML and of JSON, and what is said. */
const refusals: Partial<Record<FaultKind, readonly [status: number, xml: string, json: string, message: string]>> = {
  throttling: [400, 'Throttling', 'ThrottlingException', 'Rate exceeded'],
  'error-before': [503, 'ServiceUnavailable', 'ServiceUnavailableException', 'Try again later'],
  'error-after': [500, 'ServiceFailure', 'InternalFailure', 'The request processing has failed'],
  'expired-credentials': [403, 'ExpiredToken', 'ExpiredTokenException', 'The security token is expired'],
  'access-denied': [403, 'AccessDenied', 'AccessDeniedException', 'not authorized to do this'],
};

function fail(kind: FaultKind, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const refusal = refusals[kind];
  if (kind.startsWith('silence')) return;
  if (refusal === undefined) {
    incoming.socket.resetAndDestroy();
    return;
  }
  const [status, xml, json, message] = refusal;
  const isJson = incoming.headers['x-amz-target'] !== undefined;
  const body = isJson
    ? JSON.stringify({ __type: json, message })
    : `<ErrorResponse><Error><Type>Sender</Type><Code>${xml}</Code><Message>${message}</Message></Error><RequestId>0</RequestId></ErrorResponse>`;
  const headers = isJson
    ? { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': json }
    : { 'content-type': 'text/xml' };
  tell(outgoing, { status: isJson && status < 500 ? 400 : status, headers, body: Buffer.from(body) });
}
