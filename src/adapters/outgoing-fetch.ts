import { type LookupAddress, lookup as resolve } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** How far an address reaches: `never` is what no call of ours has any business with, as a cloud's metadata server. */
export type Reach = 'public' | 'private' | 'never';

/** The most that an answer may hold, in bytes. */
const answerLimit = 1_048_576;

const never = blockList([
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['fe80::', 10],
  ['ff00::', 8],
  ['fd00:ec2::254', 128],
]);

const inside = blockList([
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['::1', 128],
  ['fc00::', 7],
  ['2001:db8::', 32],
]);

/** IPv6 addresses that stand for an IPv4 one: NAT64, 6to4, Teredo and IPv4-compatible. What they lead to is not looked at. */
const tunnels = blockList([
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
]);

/** How far an IP address reaches. Node reads an IPv4 address that is written as an IPv6 one as what it is. */
export function reachOf(address: string): Reach {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (never.check(address, family)) return 'never';
  if (inside.check(address, family)) return 'private';
  return family === 'ipv6' && tunnels.check(address, family) ? 'never' : 'public';
}

export interface OutgoingOptions {
  /** Whether the address was given by whoever runs this process, who may name one within their own network. */
  readonly insideToo: boolean;
  /** As `lookup` of node:dns with `all`. */
  readonly resolve?: (
    host: string,
    done: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
  ) => void;
}

/**
 * `fetch` for an address that people can set: it connects only where every address of the host may be reached, and to the
 * very one that was looked at, follows no redirect, and reads at most 1 MB. Rejects with a TypeError as `fetch` does.
 */
export function outgoingFetch(options: OutgoingOptions): typeof fetch {
  const allowed = (address: string) => {
    const reach = reachOf(address);
    return reach === 'public' || (reach === 'private' && options.insideToo);
  };
  const lookupAll = options.resolve ?? ((host, done) => resolve(host, { all: true }, done));
  const lookup: LookupFunction = (host, { all }, done) => {
    lookupAll(host, (error, found) => {
      const [first] = found ?? [];
      if (error !== null) return done(error, '');
      const shut = found.map(({ address }) => address).filter((address) => !allowed(address));
      if (first === undefined || shut.length > 0) return done(new ForbiddenAddress(host, shut), '');
      if (all === true) return done(null, [...found]);
      done(null, first.address, first.family);
    });
  };
  return async (input, init) => {
    const asked = new Request(input, init);
    const url = new URL(asked.url);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !allowed(host)) {
      throw new TypeError('fetch failed', { cause: new ForbiddenAddress(host, [host]) });
    }
    const body = asked.body === null ? null : Buffer.from(await asked.arrayBuffer());
    try {
      return await exchanged(asked, url, body, lookup);
    } catch (cause) {
      asked.signal.throwIfAborted();
      throw new TypeError('fetch failed', { cause });
    }
  };
}

function exchanged(asked: Request, url: URL, body: Buffer | null, lookup: LookupFunction): Promise<Response> {
  return new Promise((answer, fail) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const headers = {
      ...Object.fromEntries(asked.headers),
      ...(body !== null && { 'content-length': body.byteLength }),
    };
    const { method, signal } = asked;
    const sent = send(url, { method, headers, lookup, signal, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      incoming.on('data', (chunk: Buffer) => {
        bytes += chunk.byteLength;
        if (bytes <= answerLimit) chunks.push(chunk);
        else incoming.destroy(new Error(`the answer is larger than ${answerLimit} bytes`));
      });
      incoming.on('error', fail);
      incoming.on('end', () => {
        const status = incoming.statusCode ?? 0;
        const empty = status === 204 || status === 205 || status === 304;
        const pairs = Object.entries(incoming.headers).flatMap(([name, value]) =>
          [value ?? []].flat().map((one): [string, string] => [name, one]),
        );
        answer(new Response(empty ? null : Buffer.concat(chunks), { status, headers: pairs }));
      });
    });
    sent.on('error', fail);
    sent.end(body ?? undefined);
  });
}

/** The error of a host that leads where nothing of ours may go. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';

  /** `shut`: the addresses of the host that may not be reached. */
  constructor(host: string, shut: readonly string[]) {
    super(
      shut.some((address) => reachOf(address) === 'private')
        ? `${host} leads into a private network, and an address of org.yaml has to be a public one. Give one of your own network as COUNTERSIGN_<ID>_URL.`
        : `${host} leads to an address that belongs to no service, as that of a cloud's metadata. Correct the url of the connection.`,
    );
  }
}

function blockList(ranges: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [address, bits] of ranges) list.addSubnet(address, bits, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return list;
}
