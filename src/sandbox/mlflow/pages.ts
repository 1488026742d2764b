import type { Arguments } from './arguments.ts';
import { invalid } from './refusal.ts';

/** One page of `all`, the token of the next one if there is any, and `full` if this page is full. Tokens are offsets in base64, so pages shift when rows come or go. */
export function pageOf<T>(
  all: readonly T[],
  args: Arguments,
  limit: number,
): { readonly items: readonly T[]; readonly next: string | undefined; readonly full: string | undefined } {
  const start = offsetOf(args.optionalText('page_token'));
  const items = all.slice(start, start + limit);
  const token = tokenOf(start + limit);
  return {
    items,
    next: start + limit < all.length ? token : undefined,
    full: items.length === limit ? token : undefined,
  };
}

export function tokenOf(offset: number): string {
  return Buffer.from(`{"offset": ${offset}}`).toString('base64');
}

function offsetOf(token: string): number {
  if (token === '') return 0;
  const match = /^\{"offset": (\d{1,9})\}$/.exec(Buffer.from(token, 'base64').toString('utf8'));
  if (match === null) throw invalid(`Invalid page token ${token}`);
  return Number(match[1]);
}
