import type { DigestFacts, DigestLine, IdleThing } from '#domain/weekly-digest.ts';
import { costText, counted, dayText } from '#views/wording.ts';
import { defineSection, everybody, line, ofTeam } from '../define-section.ts';
import { perDayText } from '../sums.ts';

const mostAsked = 2;
const mostInThread = 15;

/** What costs and is not used. */
export const idle = defineSection({
  name: 'idle',
  title: 'Left on',
  summary: 'What costs money and is not used, with buttons for a team to decide.',
  audience: everybody,
  standing: false,
  say(facts: DigestFacts) {
    const { idle: all, scope } = facts;
    if (all.length === 0) return null;
    const open = all.filter(({ state }) => state === 'open');
    const detail = all
      .slice(0, mostInThread)
      .map((one) => line(`${thing(one)}${ofTeam(facts, one.team)}; ${standing(one)}`));
    if (scope.kind !== 'team') return { lines: [line(together(all, open))], detail };
    const asked: DigestLine[] = open
      .slice(0, mostAsked)
      .map((one) => ({ said: [thing(one)], idle: { id: one.id, name: one.name } }));
    const rest = all.length - asked.length;
    if (rest === 0) return { lines: asked };
    const others = all.filter((one) => !open.slice(0, mostAsked).includes(one));
    const cost = perDayText(others.map(({ perDay }) => perDay));
    const more = `${counted(rest, asked.length === 0 ? 'thing' : 'more thing')}${cost === '' ? '' : `, ${cost}`}${open.length <= mostAsked ? ', decided but still there' : ''}`;
    return { lines: [...asked, line(more)], detail };
  },
  examples: [
    {
      facts: {
        idle: [
          {
            id: 'i1',
            kind: 'notebook',
            name: 'gpu-lab-3',
            team: 'fraud',
            since: '2026-11-17',
            perDay: { amount: '31', currency: 'EUR' },
            state: 'open',
            keptUntil: null,
          },
        ],
      },
      says: 'notebook `gpu-lab-3`, €31 a day, unused since 17 Nov',
    },
    { facts: { idle: [] }, says: null },
  ],
});

function thing({ kind, name, perDay, since }: IdleThing): string {
  const price = perDay === null ? '' : `, ${costText(perDay)} a day`;
  return `${kind} \`${name}\`${price}, unused since ${dayText(since)}`;
}

function standing({ state, keptUntil }: IdleThing): string {
  switch (state) {
    case 'open':
      return 'nobody has decided';
    case 'kept':
      return keptUntil === null ? 'kept' : `kept until ${dayText(keptUntil)}`;
    case 'stopping':
      return 'its owners were asked to stop it';
    case 'stopped':
      return 'said to be stopped, not seen to be yet';
  }
}

function together(all: readonly IdleThing[], open: readonly IdleThing[]): string {
  const cost = perDayText(all.map(({ perDay }) => perDay));
  const decide = open.length === 0 ? 'all decided' : `${open.length} to decide`;
  const [dearest] = all;
  const which =
    dearest === undefined
      ? ''
      : `; the dearest is ${dearest.kind} \`${dearest.name}\`${dearest.team === null ? '' : ` of team ${dearest.team}`}`;
  return `${counted(all.length, 'thing')}${cost === '' ? '' : `, ${cost}`}, ${decide}${which}`;
}
