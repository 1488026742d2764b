import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { invalid } from './refusal.ts';

/** Which addresses a server takes: what MLflow ships with, or what a local workspace needs. */
export type WebhookRules = 'https-public' | 'any';

const inside = new BlockList();
for (const net of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
]) {
  inside.addSubnet(...subnet(net), 'ipv4');
}
for (const net of ['::1/128', 'fc00::/7', 'fe80::/10']) inside.addSubnet(...subnet(net), 'ipv6');

function subnet(net: string): [string, number] {
  const [address = '', bits = ''] = net.split('/');
  return [address, Number(bits)];
}

export async function refuseAddress(url: string, rules: WebhookRules): Promise<void> {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' };
  const allowed = rules === 'any' ? ['http:', 'https:'] : ['https:'];
  if (!allowed.includes(protocol)) throw invalid(`Invalid webhook URL scheme: '${protocol}'.`);
  if (rules === 'any') return;
  const literal = hostname.replace(/^\[|\]$/g, '');
  const addresses =
    isIP(literal) === 0
      ? await lookup(literal, { all: true }).catch(() => [])
      : [{ address: literal, family: isIP(literal) }];
  if (addresses.length === 0) throw invalid(`Cannot resolve webhook URL hostname '${hostname}'.`);
  const inner = addresses.find(({ address, family }) => inside.check(address, family === 6 ? 'ipv6' : 'ipv4'));
  if (inner !== undefined) throw invalid(`Webhook URL must not resolve to a non-public IP address.`);
}
