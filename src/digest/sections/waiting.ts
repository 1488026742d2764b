import type { DigestFacts, WaitingRequest } from '#domain/weekly-digest.ts';
import { between, counted } from '#views/wording.ts';
import { defineSection, everybody, line, ofTeam } from '../define-section.ts';
import { perDayText } from '../sums.ts';

const mostInThread = 8;

/** Decisions that people wait for. */
export const waiting = defineSection({
  name: 'waiting',
  title: 'Waiting',
  summary:
    'Requests that nobody has decided or carried out, how old the oldest is, and what the models cost meanwhile.',
  audience: everybody,
  standing: false,
  say(facts: DigestFacts) {
    const { waiting: all, now } = facts;
    const [oldest] = all;
    if (oldest === undefined) return null;
    const models = onceEach(all);
    const cost = perDayText(models.map(({ perDay }) => perDay));
    const who = models.length === 1 ? 'the model costs' : 'their models cost';
    const price = cost === '' ? '' : `; meanwhile ${who} ${cost}`;
    const one = `${oldest.what}, for ${between(oldest.since, now)}`;
    const many = `${counted(all.length, 'request')}, the oldest for ${between(oldest.since, now)}: ${oldest.what}`;
    const more = all.length > mostInThread ? [line(`${all.length - mostInThread} more`)] : [];
    return {
      lines: [line(`${all.length === 1 ? one : many}${price}`)],
      detail: [
        ...all.slice(0, mostInThread).map((request) => {
          const { number, what, since, standing, team } = request;
          return line(
            `R-${number}: ${what}, for ${between(since, now)}${standing === null ? '' : `; ${standing}`}${ofTeam(facts, team)}`,
          );
        }),
        ...more,
      ],
    };
  },
  examples: [
    {
      facts: {
        now: '2026-11-30T08:00:00.000Z',
        waiting: [
          {
            number: 12,
            what: 'promote `fraud-scorer` v7 to production',
            team: 'fraud',
            since: '2026-11-27T08:00:00.000Z',
            standing: 'needs Risk (1 more)',
            perDay: { amount: '55', currency: 'EUR' },
            model: 'fraud-scorer',
          },
        ],
      },
      says: 'promote `fraud-scorer` v7 to production, for 3 d; meanwhile the model costs €55 a day',
    },
    { facts: { waiting: [] }, says: null },
  ],
});

/** A model about which several requests wait costs once. */
function onceEach(all: readonly WaitingRequest[]): readonly WaitingRequest[] {
  return [...new Map(all.map((request) => [request.model, request])).values()];
}
