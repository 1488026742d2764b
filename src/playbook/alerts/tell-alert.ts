import type { Instant } from '#domain/instant.ts';
import type { Criticality } from '../facts.ts';
import type { AlertRule } from '../keys.ts';
import type { AlertGroup, AlertObservation } from './alert-group.ts';
import { type AlertStep, stepAlert } from './step-alert.ts';

/**
 * What is to be posted of a group whose firings were folded. Times to wait, as those of `escalate`, count from when a
 * firing was noticed, since nobody could have been told before. `firing` says whether one is under way now, and `known`
 * whether it is the one that the group remembers.
 */
export function tellAlert(
  rule: AlertRule,
  before: AlertGroup,
  folded: { readonly seen: AlertObservation; readonly firing: boolean; readonly known: boolean },
  model: Criticality | null,
  now: Instant,
): AlertStep {
  const { seen, firing, known } = folded;
  const over = before.firingSince !== null && !(firing && known);
  const ended = over ? stepAlert(rule, before, { ...seen, when: false, clear: true }, model, now) : null;
  const group = ended?.group ?? before;
  const begins = firing && group.firingSince === null;
  const when = begins ? true : seen.when === null ? null : firing;
  const step = stepAlert(rule, group, { ...seen, when, clear: when === null ? null : !firing }, model, now);
  return { ...step, posts: [...(ended?.posts ?? []), ...step.posts] };
}
