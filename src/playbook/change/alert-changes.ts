import type { AlertRule } from '../keys.ts';
import type { EffectivePolicy } from '../playbook.ts';
import { conditionWords } from '../render/condition-words.ts';
import { coded, lengthWords } from '../words.ts';
import { fewerIsTighter, lowerIsTighter, namingIds, ranked, sameValue, together, type Way } from './directions.ts';
import { type Change, change } from './policy-change.ts';
import { scopeOf } from './predicate-scope.ts';

/** What changed in the alerts, which nobody votes on: one that is raised less often, or clears more easily, is looser. */
export function alertChanges(before: EffectivePolicy, after: EffectivePolicy): readonly Change[] {
  const gone = before.alerts.filter(({ id }) => !after.alerts.some((alert) => alert.id === id));
  const came = after.alerts.filter(({ id }) => !before.alerts.some((alert) => alert.id === id));
  return [
    ...gone.map(({ id }) => change(key(id), 'looser', `the alert ${coded(id)} is taken out`)),
    ...came.map(({ id }) => change(key(id), 'tighter', `the alert ${coded(id)} is added`)),
    ...before.alerts.flatMap((was) => {
      const is = after.alerts.find(({ id }) => id === was.id);
      return is === undefined || sameValue(was, is) ? [] : changed(was, is);
    }),
  ];
}

function key(id: string): string {
  return `alerts[${JSON.stringify(id)}]`;
}

function changed(was: AlertRule, is: AlertRule): readonly Change[] {
  const one = (where: string, way: Way, sentence: string): readonly Change[] =>
    way === 'same' ? [] : [change(`${key(was.id)}.${where}`, way, `the alert ${coded(was.id)} ${sentence}`)];
  const words = (condition: AlertRule['when']) => conditionWords(condition, namingIds);
  return [
    ...one(
      'when',
      raisedWay(was.when, is.when),
      `is raised when ${words(is.when)}, instead of when ${words(was.when)}`,
    ),
    ...one(
      'clear_when',
      clearedWay(was.clearWhen, is.clearWhen),
      `ends when ${words(is.clearWhen)}, instead of when ${words(was.clearWhen)}`,
    ),
    ...one('group_by', anyOther(was.groupBy, is.groupBy), `is told apart by ${is.groupBy.join(', ')}`),
    ...one('criticality', criticalityWay(was, is), `is ${is.criticality ?? 'as critical as its model'}`),
    ...one('offers', fewerIsTighter(was.offers, is.offers), `offers ${is.offers.join(', ') || 'no action'}`),
    ...one(
      'no_data_after',
      lowerIsTighter(was.noDataAfterMs, is.noDataAfterMs),
      `says after ${lengthWords(is.noDataAfterMs)} that no values come, instead of after ${lengthWords(was.noDataAfterMs)}`,
    ),
    ...one(
      'max_silence',
      silenceWay(was, is),
      `is silenced for at most ${silenceWords(is)}, instead of ${silenceWords(was)}`,
    ),
    ...one('drill_every', drillWay(was, is), `is drilled ${drillWords(is)}, instead of ${drillWords(was)}`),
    ...told(was, is),
  ];
}

/** Whom it tells and how often: what is asked is for others to decide. */
function told(was: AlertRule, is: AlertRule): readonly Change[] {
  const telling = ({ to, escalate, atMost }: AlertRule) => ({ to, escalate, atMost });
  if (sameValue(telling(was), telling(is))) return [];
  return [change(`${key(was.id)}.to`, 'different', `the alert ${coded(was.id)} tells other people, or at other times`)];
}

function raisedWay(was: AlertRule['when'], is: AlertRule['when']): Way {
  return ({ same: 'same', wider: 'tighter', narrower: 'looser', unknown: 'different' } as const)[scopeOf(was, is)];
}

function clearedWay(was: AlertRule['when'], is: AlertRule['when']): Way {
  return ({ same: 'same', wider: 'looser', narrower: 'tighter', unknown: 'different' } as const)[scopeOf(was, is)];
}

function anyOther(was: unknown, is: unknown): Way {
  return sameValue(was, is) ? 'same' : 'different';
}

/** The model's criticality is not known here. */
function criticalityWay({ criticality: was }: AlertRule, { criticality: is }: AlertRule): Way {
  if (was === is) return 'same';
  return was === null || is === null ? 'different' : ranked(['critical', 'high', 'medium', 'low'], was, is);
}

/** Unwritten it is a day or a week, as critical as the alert is. */
function silenceWay({ maxSilenceMs: was }: AlertRule, { maxSilenceMs: is }: AlertRule): Way {
  if (was === is) return 'same';
  const [day, week] = [86_400_000, 7 * 86_400_000];
  return together([lowerIsTighter(was ?? day, is ?? day), lowerIsTighter(was ?? week, is ?? week)]);
}

function drillWay(was: AlertRule, is: AlertRule): Way {
  return lowerIsTighter(was.drillEveryMs ?? Number.POSITIVE_INFINITY, is.drillEveryMs ?? Number.POSITIVE_INFINITY);
}

function drillWords({ drillEveryMs }: AlertRule): string {
  return drillEveryMs === null || drillEveryMs === undefined
    ? 'only when somebody asks'
    : `every ${lengthWords(drillEveryMs)}`;
}

function silenceWords({ maxSilenceMs }: AlertRule): string {
  return maxSilenceMs === null ? 'a day or a week, as critical as it is' : lengthWords(maxSilenceMs);
}
