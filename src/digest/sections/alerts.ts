import type { DigestFacts, DigestWord, OpenAlert } from '#domain/weekly-digest.ts';
import { between } from '#views/wording.ts';
import { defineSection, everybody, line, ofTeam } from '../define-section.ts';
import { perDayText } from '../sums.ts';

const mostInThread = 10;

/** Drift that nobody has decided about, and alerts that are kept quiet. */
export const alerts = defineSection({
  name: 'alerts',
  title: 'Drift',
  summary: 'Open drift alerts that nobody decided about, and those that are silenced, with what their models cost.',
  audience: everybody,
  standing: false,
  say(facts: DigestFacts) {
    const silenced = facts.alerts.filter(({ silencedUntil }) => silencedUntil !== null);
    const undecided = facts.alerts.filter(({ decided, silencedUntil }) => !decided && silencedUntil === null);
    if (silenced.length === 0 && undecided.length === 0) return null;
    const both = [...undecided, ...silenced];
    return {
      lines: [line(...undecidedWords(undecided, facts), ...silencedWords(silenced, undecided.length > 0))],
      detail: both.slice(0, mostInThread).map((alert) => {
        const { number, model, because, since, silencedUntil, team } = alert;
        const quiet = silencedUntil === null ? [] : ['; silenced until ', { at: silencedUntil }];
        return line(
          `D-${number} \`${model}\`: ${because.replace(/\.$/, '')}, for ${between(since, facts.now)}`,
          ...quiet,
          ofTeam(facts, team),
        );
      }),
    };
  },
  examples: [
    {
      facts: {
        now: '2026-11-30T08:00:00.000Z',
        alerts: [
          {
            number: 12,
            model: 'fraud-scorer',
            team: 'fraud',
            since: '2026-11-29T23:00:00.000Z',
            because: '2 of 38 features are past their limit.',
            decided: false,
            silencedUntil: null,
            perDay: null,
          },
        ],
      },
      says: 'nobody has decided about D-12 of `fraud-scorer`, open for 9 h',
    },
    { facts: { alerts: [] }, says: null },
  ],
});

function undecidedWords(undecided: readonly OpenAlert[], { now }: DigestFacts): readonly DigestWord[] {
  const [oldest] = undecided;
  if (oldest === undefined) return [];
  const named = `D-${oldest.number} of \`${oldest.model}\``;
  const age = between(oldest.since, now);
  return undecided.length === 1
    ? [`nobody has decided about ${named}, open for ${age}`]
    : [`${undecided.length} alerts that nobody has decided about, the oldest for ${age}: ${named}`];
}

/** A silence has a price: the model goes on costing while nobody hears of it. */
function silencedWords(silenced: readonly OpenAlert[], after: boolean): readonly DigestWord[] {
  const last = silenced.flatMap(({ silencedUntil }) => silencedUntil ?? []).sort();
  const until = last.at(-1);
  if (until === undefined) return [];
  const cost = perDayText(
    [...new Map(silenced.map((alert) => [alert.model, alert])).values()].map(({ perDay }) => perDay),
  );
  const one = silenced.length === 1;
  const price = one ? 'its model costs' : 'their models cost';
  return [
    `${after ? '; ' : ''}${one ? '1 alert is silenced until ' : `${silenced.length} alerts are silenced, the last until `}`,
    { at: until },
    cost === '' ? '' : ` (${price} ${cost})`,
  ];
}
