import type { ExchangeView } from '../control.ts';
import type { Changes } from './changes.ts';
import { isObject } from './json.ts';

const KEPT = 2000;
const SECRET_KEYS = /^(token|authorization|x-slack-signature|app_token|bot_token)$/i;
const SECRET_TEXT = /\b(xox[abposr]-|xapp-)[\w-]+/g;

/** Keeps an exchange and tells whoever watches. */
export function recordExchange(
  to: { readonly exchanges: Exchanges; readonly changes: Changes },
  exchange: Omit<ExchangeView, 'number'>,
): void {
  const number = to.exchanges.record(exchange);
  to.changes.tell({ type: 'exchange', number });
}

/** Copies a value with every token and signature blotted out. */
function masked(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(SECRET_TEXT, '$1…');
  if (Array.isArray(value)) return value.map(masked);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, SECRET_KEYS.test(key) ? '…' : masked(item)]),
  );
}

/** The last two thousand exchanges with the app, oldest first, numbered from 1 in the order in which they ended. */
export class Exchanges {
  private readonly entries: ExchangeView[] = [];
  private count = 0;

  record(exchange: Omit<ExchangeView, 'number'>): number {
    this.count += 1;
    const { request, response } = exchange;
    this.entries.push({ ...exchange, request: masked(request), response: masked(response), number: this.count });
    if (this.entries.length > KEPT) this.entries.shift();
    return this.count;
  }

  after(number: number): readonly ExchangeView[] {
    return this.entries.filter((entry) => entry.number > number);
  }
}
