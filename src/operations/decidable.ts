import { Refusal } from '#errors.ts';
import type { RequestRow } from '#store/requests.ts';

/** Throws a Refusal that says what became of the request, unless votes can still change it. */
export function refuseUnlessDecidable(row: RequestRow): void {
  const name = `R-${row.number}`;
  switch (row.state) {
    case 'open':
    case 'approved':
    case 'overridden':
      return;
    case 'executing':
      throw new Refusal('not_open', `${name} is decided and being carried out right now. Its card shows how it goes.`);
    case 'verified':
      throw new Refusal(
        'not_open',
        `${name} is done: v${row.version} is \`${row.target}\`. To undo it, use \`/mlops rollback ${row.model}\`.`,
      );
    case 'superseded':
      throw new Refusal(
        'not_open',
        `${name} was replaced by R-${String(row.outcome.supersededBy)}. Open that one with \`/mlops show R-${String(row.outcome.supersededBy)}\`.`,
      );
    case 'rejected':
    case 'withdrawn':
    case 'expired':
    case 'failed':
      throw new Refusal(
        'not_open',
        `${name} is ${row.state}, so no vote can change it. Ask again with \`/mlops promote ${row.model} ${row.version} to ${row.target}\`.`,
      );
  }
}
