import type { SilenceOrder } from '#domain/silence.ts';
import type { RequestRow } from '#store/requests.ts';

/** Whether a request is about holding back the posts of a drift alert. */
export function isSilence({ action }: Pick<RequestRow, 'action'>): boolean {
  return action === 'silence';
}

/** What a request for a silence asks for. Throws an Error for any other request. */
export function silenceOf(row: RequestRow): SilenceOrder {
  if (row.silence === null) throw new Error(`request ${row.id} is about no silence`);
  return row.silence;
}
