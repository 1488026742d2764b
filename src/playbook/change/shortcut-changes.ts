import type { AutoApprove, BreakGlass } from '../keys.ts';
import type { EffectivePolicy } from '../playbook.ts';
import { lengthWords } from '../words.ts';
import {
  fewerIsTighter,
  higherIsTighter,
  lowerIsTighter,
  moreIsTighter,
  ranked,
  sameValue,
  together,
  type Way,
} from './directions.ts';
import { type Change, change } from './policy-change.ts';
import { scopeOf } from './predicate-scope.ts';
import { empoweredRoles } from './sides.ts';

/** What changed in the ways past the tree, in what happens after an approval, and in the alerts. */
export function shortcutChanges(before: EffectivePolicy, after: EffectivePolicy): readonly Change[] {
  return [
    ...optional('auto_approve', 'approval without people', before, before.autoApprove, after.autoApprove, autoWay),
    ...optional('break_glass', 'break-glass', before, before.breakGlass, after.breakGlass, glassWay),
    ...afterwards(before, after),
    ...alerts(before, after),
  ];
}

function optional<T>(
  key: string,
  what: string,
  before: EffectivePolicy,
  was: T | null,
  is: T | null,
  compare: (a: T, b: T) => Way,
): readonly Change[] {
  if (sameValue(was, is)) return [];
  const roles = empoweredRoles(before);
  if (is === null) return [change(key, 'tighter', `${what} is taken out`)];
  if (was === null) return [change(key, 'looser', `${what} is added`, roles)];
  const way = compare(was, is);
  return way === 'same'
    ? [change(key, 'neutral', `${what} is worded anew`)]
    : [change(key, way, words(what, way), roles)];
}

function words(what: string, way: Exclude<Way, 'same'>): string {
  return `${what} ${{ looser: 'is possible more easily', tighter: 'is harder', different: 'is possible in other cases' }[way]}`;
}

type Auto = AutoApprove & { readonly evidence: readonly string[] };

function autoWay(a: Auto, b: Auto): Way {
  const scope = scopeOf(a.if, b.if);
  const when: Way =
    scope === 'same' ? 'same' : scope === 'narrower' ? 'tighter' : scope === 'wider' ? 'looser' : 'different';
  return together([when, moreIsTighter(a.evidence, b.evidence), sampleWay(a.sample, b.sample)]);
}

function sampleWay(a: AutoApprove['sample'], b: AutoApprove['sample']): Way {
  if (sameValue(a, b)) return 'same';
  if (a === null) return 'tighter';
  if (b === null) return 'looser';
  const by: Way = sameValue(a.by, b.by) ? 'same' : 'different';
  return together([higherIsTighter(a.ratePercent, b.ratePercent), lowerIsTighter(a.withinMs, b.withinMs), by]);
}

function glassWay(a: BreakGlass, b: BreakGlass): Way {
  return together([
    fewerIsTighter(a.by, b.by),
    higherIsTighter(a.count, b.count),
    fewerIsTighter(a.onlyFor, b.onlyFor),
    lowerIsTighter(a.validForMs, b.validForMs),
    lowerIsTighter(a.review.withinMs, b.review.withinMs),
    sameValue(a.review.by, b.review.by) ? 'same' : 'different',
    ranked(['rollback', 'escalate'], a.review.ifMissed, b.review.ifMissed),
  ]);
}

function afterwards(before: EffectivePolicy, after: EffectivePolicy): readonly Change[] {
  const [a, b] = [before.afterApproval, after.afterApproval];
  const gone = a.obligations.filter((duty) => !b.obligations.some((other) => sameValue(duty, other)));
  const came = b.obligations.filter((duty) => !a.obligations.some((other) => sameValue(duty, other)));
  return [
    ...(sameValue(a.set, b.set)
      ? []
      : [change('after_approval.set', 'different', 'another alias or other tags are set')]),
    ...(sameValue(a.rollout, b.rollout)
      ? []
      : [change('after_approval.rollout', 'different', 'traffic moves in other steps')]),
    ...gone.map(({ what }) =>
      came.some((other) => other.what === what)
        ? change('after_approval.obligations', 'different', `the obligation “${what}” is not what it was`)
        : change('after_approval.obligations', 'looser', `the obligation “${what}” is taken out`),
    ),
    ...came
      .filter(({ what }) => !gone.some((other) => other.what === what))
      .map(({ what, everyMs }) =>
        change(
          'after_approval.obligations',
          'tighter',
          `the obligation “${what}” is added, every ${lengthWords(everyMs)}`,
        ),
      ),
  ];
}

function alerts(before: EffectivePolicy, after: EffectivePolicy): readonly Change[] {
  const gone = before.alerts.filter(({ id }) => !after.alerts.some((alert) => alert.id === id));
  const came = after.alerts.filter(({ id }) => !before.alerts.some((alert) => alert.id === id));
  const other = before.alerts.filter((alert) =>
    after.alerts.some((one) => one.id === alert.id && !sameValue(one, alert)),
  );
  return [
    ...gone.map(({ id }) => change(`alerts["${id}"]`, 'looser', `the alert ${id} is taken out`)),
    ...came.map(({ id }) => change(`alerts["${id}"]`, 'tighter', `the alert ${id} is added`)),
    ...other.map(({ id }) =>
      change(`alerts["${id}"]`, 'different', `the alert ${id} is raised or cleared in other cases`),
    ),
  ];
}
