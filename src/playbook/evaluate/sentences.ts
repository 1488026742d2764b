import { aPerson, aRole, markedOf } from '../mention.ts';
import type { Block, EvidenceVerdict, Gate, RuleVerdict, Seat, SeatHolder } from '../verdict.ts';
import type { JudgedRoute } from './judge-route.ts';

/** `ana`, or `kim for tom`. */
function holderText({ person, actingFor }: SeatHolder): string {
  return actingFor === null ? aPerson(person) : `${aPerson(person)} for ${aPerson(actingFor)}`;
}

/** `a, b or c`. */
export function listText(items: readonly string[], word: 'and' | 'or'): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${word} ${last}`;
}

/** One sentence per pool with empty seats, as `Needs 1 more from risk (mei or jon).` */
function seatSentences(seats: readonly Seat[]): readonly string[] {
  const empty = seats.filter(({ filledBy }) => filledBy === null);
  return [...Map.groupBy(empty, ({ roles }) => roles.map(aRole).join(' or '))].map(([pool, group]) => {
    const people = new Set(group.flatMap(({ couldBeFilledBy }) => couldBeFilledBy.map(holderText)));
    const who = people.size === 0 ? 'nobody can fill it now' : listText([...people], 'or');
    return `Needs ${group.length} more from ${pool} (${who}).`;
  });
}

function evidenceSentence({ title, status, because }: EvidenceVerdict): string {
  return `${title}: ${status} (${because.replace(/\.$/, '')}).`;
}

/** What stands in the way, the gravest first: three, then how many more (§10). */
export function becauseOf(parts: {
  readonly blocks: readonly Block[];
  readonly rules: readonly RuleVerdict[];
  readonly criteria: readonly EvidenceVerdict[];
  readonly gates: readonly Gate[];
  readonly otherwise: string;
}): string {
  const onRoute = parts.rules.filter(({ onRoute }) => onRoute);
  const evidence = [...onRoute.flatMap((rule) => rule.evidence), ...parts.criteria].filter(
    ({ status }) => status !== 'passed',
  );
  const sentences = new Set([
    ...parts.blocks.map(markedOf),
    ...seatSentences(onRoute.flatMap(({ seats }) => seats)),
    ...evidence.map(evidenceSentence),
    ...onRoute.flatMap(({ facts }) =>
      facts.filter(({ met }) => !met).map((fact) => `${fact.fact}: ${markedOf(fact)}.`),
    ),
    ...parts.gates.map(markedOf),
  ]);
  if (sentences.size === 0) return parts.otherwise;
  const shown = [...sentences].slice(0, 3).map(ended).join(' ');
  return sentences.size > 3 ? `${shown} And ${sentences.size - 3} more.` : shown;
}

function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** Who agreed, as `Approved by ana, mei and tom.` */
export function approvedSentence(route: JudgedRoute | null): string {
  const people = new Set(
    (route?.holders ?? []).flatMap((one) =>
      one === null ? [] : [holderText({ person: one.vote.person, actingFor: one.vote.actingFor })],
    ),
  );
  return people.size === 0 ? 'Approved.' : `Approved by ${listText([...people], 'and')}.`;
}

/** What one rule still needs, or who filled it. */
export function ruleSentence(
  seats: readonly Seat[],
  evidence: readonly EvidenceVerdict[],
  unmet: readonly string[],
): string {
  const pools = [...Map.groupBy(seats, ({ roles }) => roles.map(aRole).join(' or '))].map(([pool, group]) => {
    const filled = group.filter(({ filledBy }) => filledBy !== null).length;
    return `${filled} of ${group.length} from ${pool}`;
  });
  const wrong = evidence
    .filter(({ status }) => status !== 'passed')
    .map(({ title, status }) => `“${title}” is ${status}`);
  return `${[...pools, ...wrong, ...unmet].join(', ') || 'everything it needs is there'}.`;
}
