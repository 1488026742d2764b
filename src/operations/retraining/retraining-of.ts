import type { RequestRow } from '#store/requests.ts';

/** Whether a request is about a run of a pipeline. */
export function isRetraining({ action }: Pick<RequestRow, 'action'>): boolean {
  return action === 'retrain';
}

/** What a request for a retraining asks for. Throws an Error for any other request. */
export function retrainingOf(row: RequestRow): NonNullable<RequestRow['retraining']> {
  if (row.retraining === null) throw new Error(`request ${row.id} is about no retraining`);
  return row.retraining;
}

/** What is locked while a run is started, in place of an alias: the pipeline, for one model. */
export function trainingTarget({ connection, pipeline }: { readonly connection: string; readonly pipeline: string }) {
  return `${connection}/${pipeline}`;
}
