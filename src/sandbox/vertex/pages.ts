import { invalid } from './refusal.ts';

const mostOnOnePage = 100;

/** One page of `all` under `key`, with only the fields of `readMask`, and the token of the next page if there is one. */
export function pageOf<T>(
  query: URLSearchParams,
  key: string,
  all: readonly T[],
  show: (row: T) => object,
): Record<string, unknown> {
  const wanted = Number(query.get('pageSize') ?? 0);
  if (!Number.isInteger(wanted) || wanted < 0) throw invalid('page_size must not be negative.');
  const size = Math.min(wanted === 0 ? mostOnOnePage : wanted, mostOnOnePage);
  const start = startOf(query.get('pageToken') ?? '');
  const mask = query.get('readMask')?.split(',') ?? null;
  const shown = all.slice(start, start + size).map(show);
  const items = mask === null ? shown : shown.map((item) => only(item, mask));
  return {
    ...(items.length > 0 && { [key]: items }),
    ...(start + size < all.length && { nextPageToken: Buffer.from(`at:${start + size}`).toString('base64url') }),
  };
}

function only(item: object, fields: readonly string[]): object {
  return Object.fromEntries(Object.entries(item).filter(([field]) => fields.includes(field)));
}

function startOf(token: string): number {
  if (token === '') return 0;
  const match = /^at:(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString('utf8'));
  if (match === null) throw invalid('The page token is invalid.');
  return Number(match[1]);
}
