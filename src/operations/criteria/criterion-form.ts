import { isUnknown, type Metrics } from '#playbook/facts.ts';
import { profileRows } from '#store/profiles.ts';
import type { CriterionFilled, CriterionForm } from '#views/criterion-fields.ts';
import type { FilledAgain } from '../confirm-decision.ts';
import type { LoadedRequest } from '../load-request.ts';
import type { Setting } from '../setting.ts';
import { isAboutCandidate } from './demanded-of.ts';
import { type ReadDemand, readDemand } from './read-demand.ts';

/** The part of a rejection's modal that sets a criterion; nothing where the request is about no candidate. */
export function criterionFormOf(
  { row, facts }: LoadedRequest,
  again: FilledAgain | null,
): { readonly criterion?: CriterionForm } {
  if (!isAboutCandidate(row)) return {};
  const metrics = isUnknown(facts.metrics.candidate) ? {} : facts.metrics.candidate;
  const form = {
    slices: slicesOf(metrics),
    filled: again?.criterion ?? null,
    mistakes: again?.mistakes ?? [],
  };
  return { criterion: form };
}

/** What a person filled in of a criterion, read on their own calendar. */
export async function readDemandOf(setting: Setting, slackUser: string, filled: CriterionFilled): Promise<ReadDemand> {
  const [profile] = await profileRows(setting.db, setting.workspaceId, [slackUser]);
  return readDemand(filled, { now: setting.now(), zone: profile?.timeZone ?? 'UTC' });
}

function slicesOf(metrics: Metrics): readonly string[] {
  const named = Object.values(metrics).flatMap((metric) =>
    Object.entries(metric.slices ?? {}).flatMap(([dimension, values]) =>
      Object.keys(values).map((value) => `${dimension}=${value}`),
    ),
  );
  return [...new Set(named)].sort();
}
