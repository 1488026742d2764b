import type { Criterion } from '#playbook/reported.ts';
import { openCriteria } from '#store/criteria.ts';
import type { Executor } from '#store/database.ts';
import type { RequestRow } from '#store/requests.ts';

/** What a request can demand something of, and of which something can be demanded. */
type About = Pick<RequestRow, 'id' | 'action' | 'registry' | 'modelName' | 'target'> & {
  readonly obligationId?: string | null;
};

/** Whether a request is about a candidate: going back, and keeping what holds the target, are not. */
export function isAboutCandidate({ action, obligationId }: Pick<About, 'action' | 'obligationId'>): boolean {
  return action === 'promote' && (obligationId ?? null) === null;
}

/** What rejections demand of the candidate that a request is about, as the evaluator takes it. */
export async function demandedOf(db: Executor, workspaceId: string, request: About): Promise<readonly Criterion[]> {
  if (!isAboutCandidate(request)) return [];
  const { registry, modelName, target } = request;
  const rows = await openCriteria(db, { workspaceId, registry, modelName, target });
  return rows
    .filter(({ criterion }) => criterion.requestId !== request.id)
    .map(({ criterion, number }) => ({
      id: criterion.id,
      request: `R-${number}`,
      metric: criterion.metric,
      slice: sliceOf(criterion),
      op: criterion.op,
      value: criterion.bound,
      due: criterion.dueAt?.toISOString() ?? null,
    }));
}

function sliceOf({ sliceDimension, sliceValue }: { sliceDimension: string | null; sliceValue: string | null }) {
  return sliceDimension === null || sliceValue === null ? null : { dimension: sliceDimension, value: sliceValue };
}
