import { refuse } from '../api-refusal.ts';
import type { Call } from './define-method.ts';

/**
 * One page of a list and the cursor of the next, empty at the end. `limit` is a wish of 1 to `most`, of which a Slack
 * with short pages gives half; a cursor that no answer gave is `invalid_cursor`.
 */
export function pageOf<Item>(
  { workspace, args, method }: Call,
  items: readonly Item[],
  sizes: { readonly usual: number; readonly most: number },
): { readonly page: readonly Item[]; readonly next: string } {
  const limit = Number(args.text('limit') ?? sizes.usual);
  if (!Number.isInteger(limit) || limit < 1 || limit > sizes.most) return refuse('invalid_limit');
  const start = startOf(args.text('cursor'));
  const short = workspace.faults.strike('short-pages', method) !== null;
  const end = start + (short ? Math.ceil(limit / 2) : limit);
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
