import { refuse } from '../api-refusal.ts';
import type { Arguments } from './arguments.ts';

/**
 * One page of a list and the cursor of the next, empty at the end. `limit` is a wish of 1 to `most`; a cursor that
 * no answer gave is `invalid_cursor`.
 */
export function pageOf<Item>(
  items: readonly Item[],
  args: Arguments,
  sizes: { readonly usual: number; readonly most: number },
): { readonly page: readonly Item[]; readonly next: string } {
  const limit = Number(args.text('limit') ?? sizes.usual);
  if (!Number.isInteger(limit) || limit < 1 || limit > sizes.most) return refuse('invalid_limit');
  const start = startOf(args.text('cursor'));
  const end = start + limit;
  return { page: items.slice(start, end), next: end < items.length ? cursorAt(end) : '' };
}

function cursorAt(index: number): string {
  return Buffer.from(`next:${index}`).toString('base64');
}

function startOf(cursor: string | null): number {
  if (cursor === null) return 0;
  const index = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1];
  return index === undefined ? refuse('invalid_cursor') : Number(index);
}
