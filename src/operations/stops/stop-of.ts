import type { StopOrder } from '#domain/stop.ts';
import type { RequestRow } from '#store/requests.ts';

/** Whether a request is about stopping something that is left on. */
export function isStop({ action }: Pick<RequestRow, 'action'>): boolean {
  return action === 'stop';
}

/** What a request to stop something asks for. Throws an Error for any other request. */
export function stopOf(row: RequestRow): StopOrder {
  if (row.stop === null) throw new Error(`request ${row.id} is about stopping nothing`);
  return row.stop;
}
