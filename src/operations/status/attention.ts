import { openAlertsByModel } from '#store/drift-pages.ts';
import type { ModelKey } from '#store/model-keys.ts';
import { type LiveRequest, openRequests } from '#store/open-requests.ts';
import { allOpenOutsideChanges, type OutsideChange } from '#store/outside-changes.ts';
import type { RequestRow } from '#store/requests.ts';
import { openReviews, type ReviewRow } from '#store/reviews.ts';
import { type LastReport, openObligationsOfModels } from '#store/status-facts.ts';
import type { Urgent } from '#store/status-models.ts';
import { playbooksSubject } from '../playbooks/playbook-change.ts';
import type { Setting } from '../setting.ts';
import { silentOfAll } from './silent-monitors.ts';

/** What of all models asks for somebody, from a few statements however many models there are. */
export interface Attention {
  readonly urgent: Urgent;
  /** Requests about no model that wait for the reader. */
  readonly apart: number;
  readonly requests: readonly LiveRequest[];
  readonly alerts: Awaited<ReturnType<typeof openAlertsByModel>>;
  readonly outside: readonly OutsideChange[];
  readonly silent: readonly LastReport[];
  readonly reviews: readonly { readonly review: ReviewRow; readonly request: RequestRow }[];
}

/** What asks for the person, and what for somebody: requests, alerts, changes of others, silent monitors, broken promises. */
export async function attentionOf(setting: Setting, person: string | null): Promise<Attention> {
  const { db, workspaceId } = setting;
  const [requests, alerts, outside, silent, reviews, owed] = await Promise.all([
    openRequests(db, workspaceId, person),
    openAlertsByModel(db, workspaceId),
    allOpenOutsideChanges(db, workspaceId),
    silentOfAll(setting),
    openReviews(db, workspaceId, ['sample', 'break_glass']),
    openObligationsOfModels(db, workspaceId, null),
  ]);
  const yours = requests.filter(({ yours: is }) => is);
  const missed = reviews.filter(({ review }) => review.missedAt !== null).map(({ request }) => keyOf(request));
  const unmet = owed.filter(({ lastStatus }) => lastStatus === 'failed').map(keyOf);
  return {
    urgent: {
      you: yours,
      action: [
        ...requests,
        ...alerts.filter(({ undecided }) => undecided > 0),
        ...outside.map(keyOf),
        ...silent,
        ...missed,
        ...unmet,
      ],
    },
    apart: yours.filter(({ registry }) => registry === playbooksSubject.registry).length,
    requests,
    alerts,
    outside,
    silent,
    reviews,
  };
}

function keyOf({ registry, modelName }: { readonly registry: string; readonly modelName: string }): ModelKey {
  return { registry, name: modelName };
}
