import type { IncomingHttpHeaders } from 'node:http';

/** What the address, or a header, may say of a body that does not say it itself. */
const namesBeside = [
  'model',
  'version',
  'environment',
  'registry',
  'detector',
  'baseline',
  'start',
  'end',
  'report_url',
  'drill',
] as const;

export type NameBeside = (typeof namesBeside)[number];

/** The header that says the same as `?<name>=` in the address. */
export function headerOf(name: NameBeside): string {
  return `x-countersign-${name.replaceAll('_', '-')}`;
}

const kept = /^(?:content-type|webhook-id|x-goog-pubsub-message-id|ce-[a-z0-9]+)$/;
const longest = 2000;

/**
 * What of headers and address is kept to read a body later; never what proves who sent it. Parameters of the address,
 * as `model` in `/hooks/drift?model=churn`, become headers, and go before these. What is too long is left out.
 */
export function keptHeaders(headers: IncomingHttpHeaders, address: string): Readonly<Record<string, string>> {
  const query = URL.parse(address, 'http://localhost')?.searchParams ?? new URLSearchParams();
  const own = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && kept.test(name) ? [[name, value]] : [],
  );
  const beside = namesBeside.flatMap((name): [string, string][] => {
    const header = headers[headerOf(name)];
    const value = query.get(name) ?? (typeof header === 'string' ? header : null);
    return value === null ? [] : [[headerOf(name), value]];
  });
  return Object.fromEntries(
    [...own, ...beside].filter(([, value]) => value.length <= longest && !value.includes('\0')),
  );
}
