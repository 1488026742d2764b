import type { Obligation } from '../keys.ts';
import type { EffectivePolicy } from '../playbook.ts';
import { checkWords } from '../render/check-words.ts';
import { lengthWords, quoted } from '../words.ts';
import { checkWay } from './check-way.ts';
import { higherIsTighter, lowerIsTighter, namingIds, sameValue, together, type Way } from './directions.ts';
import { type Change, change } from './policy-change.ts';

/** What changed in what follows an approval: what is set, how traffic moves, what is owed afterwards. */
export function outcomeChanges(before: EffectivePolicy, after: EffectivePolicy): readonly Change[] {
  const [a, b] = [before.afterApproval, after.afterApproval];
  return [
    ...(sameValue(a.set, b.set)
      ? []
      : [change('after_approval.set', 'different', `it sets ${setWords(b.set)}, instead of ${setWords(a.set)}`)]),
    ...(sameValue(a.rollout, b.rollout)
      ? []
      : [
          change(
            'after_approval.rollout',
            'different',
            `traffic moves in ${stepWords(b.rollout)}, instead of ${stepWords(a.rollout)}`,
          ),
        ]),
    ...(a.promoteTo === b.promoteTo
      ? []
      : [
          change(
            'after_approval.promote_to',
            'different',
            `what a run made is ${proposed(b)}, instead of ${proposed(a)}`,
          ),
        ]),
    ...obligationChanges(a.obligations, b.obligations),
  ];
}

function proposed({ promoteTo }: EffectivePolicy['afterApproval']): string {
  return promoteTo === undefined ? 'proposed by nobody but people' : `proposed for ${promoteTo} by itself`;
}

function setWords({ alias, tags }: EffectivePolicy['afterApproval']['set']): string {
  const named = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  return [alias === null ? 'the target' : `the alias ${alias}`, ...named].join(', ');
}

function stepWords(steps: EffectivePolicy['afterApproval']['rollout']): string {
  if (steps.length === 0) return 'one step';
  return steps
    .map(({ trafficPercent, forMs }) => `${trafficPercent}%${forMs === null ? '' : ` for ${lengthWords(forMs)}`}`)
    .join(', then ');
}

/** What changed in what is checked after an approval, by what each is called. */
export function obligationChanges(was: readonly Obligation[], is: readonly Obligation[]): readonly Change[] {
  const key = ({ what }: Obligation) => `after_approval.obligations[${JSON.stringify(what)}]`;
  const named = (all: readonly Obligation[], { what }: Obligation) => all.find((one) => one.what === what);
  return [
    ...was.flatMap((duty) => {
      const other = named(is, duty);
      if (other === undefined) return [change(key(duty), 'looser', `the obligation ${quoted(duty.what)} is taken out`)];
      const way = obligationWay(duty, other);
      const sentence = `${quoted(duty.what)} is checked ${dutyWords(other)}, instead of ${dutyWords(duty)}`;
      return way === 'same' ? [] : [change(key(duty), way, sentence)];
    }),
    ...is
      .filter((duty) => named(was, duty) === undefined)
      .map((duty) => change(key(duty), 'tighter', `the obligation ${quoted(duty.what)} is added: ${dutyWords(duty)}`)),
  ];
}

function obligationWay(was: Obligation, is: Obligation): Way {
  return together([
    checkWay(was.check, is.check),
    lowerIsTighter(was.everyMs, is.everyMs),
    higherIsTighter(was.forMs, is.forMs),
    was.else === is.else ? 'same' : 'different',
  ]);
}

function dutyWords({ check, everyMs, forMs, else: otherwise }: Obligation): string {
  return `every ${lengthWords(everyMs)} for ${lengthWords(forMs)} (${checkWords(check, namingIds)}; else ${otherwise.replaceAll('_', ' ')})`;
}
