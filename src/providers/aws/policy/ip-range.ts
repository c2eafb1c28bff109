/** True when an address lies in a CIDR range or is the single address named; false when either cannot be read. */
export function inRange(address: string, range: string): boolean {
  const slash = range.indexOf('/');
  const wanted = readAddress(address);
  const base = readAddress(slash < 0 ? range : range.slice(0, slash));
  if (wanted === undefined || base === undefined || wanted.bits !== base.bits) return false;
  const length = slash < 0 ? base.bits : Number(range.slice(slash + 1));
  if (!Number.isInteger(length) || length < 0 || length > base.bits) return false;
  const host = BigInt(base.bits - length);
  return wanted.value >> host === base.value >> host;
}

/** True when a text is an address or a CIDR range that IpAddress can compare. */
export function isRange(range: string): boolean {
  const [address = '', length, ...rest] = range.split('/');
  const base = readAddress(address);
  if (base === undefined || rest.length > 0) return false;
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= base.bits);
}

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

function readAddress(text: string): Address | undefined {
  return text.includes(':') ? readV6(text) : readV4(text);
}

function readV4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return { bits: 32, value: parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n) };
}

function readV6(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const left = head ?? [];
  const right = tail ?? [];
  const gap = 8 - left.length - right.length;
  if (halves.length === 1 ? gap !== 0 : gap < 1) return undefined;
  const groups = [...left, ...Array<string>(gap).fill('0'), ...right];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { bits: 128, value: groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n) };
}
