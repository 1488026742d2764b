import type { DigestSectionName } from '#domain/digest-section.ts';
import type { DigestFacts, DigestPart, WeeklyDigest } from '#domain/weekly-digest.ts';
import { sections } from './sections/index.ts';

/** Lines of a digest between its header and its small print. */
const mostLines = 10;

/** Who gives way first where there is no room. */
const leastUrgentFirst: readonly DigestSectionName[] = [
  'labels',
  'spot_checks',
  'gaps',
  'maturity',
  'caught',
  'next_step',
  'cost',
  'outside_changes',
  'idle',
  'alerts',
  'waiting',
  'debts',
];

/**
 * What a digest says, without the sections that are left out; null where there is nothing to say. What says the same every
 * week, as gaps, is nothing to say alone.
 */
export function composeDigest(
  facts: DigestFacts,
  options: {
    readonly without: readonly DigestSectionName[];
    readonly zone: string;
    readonly missed: readonly string[];
  },
): WeeklyDigest | null {
  const said = sections
    .filter(({ name, audience }) => audience.includes(facts.scope.kind) && !options.without.includes(name))
    .flatMap(({ name, title, standing, say }) => {
      const found = say(facts);
      if (found === null) return [];
      return [
        {
          standing: standing || found.standing === true,
          part: { section: name, title, lines: found.lines, detail: found.detail ?? [] },
        },
      ];
    });
  if (said.every(({ standing }) => standing)) return null;
  const { parts, inThread } = fitted(said.map(({ part }) => part));
  const { scope, week } = facts;
  return { scope, week, zone: options.zone, parts, inThread, missed: options.missed };
}

/** As much as a message holds; of the rest, whole sections stand in the thread. */
function fitted(all: readonly DigestPart[]): Pick<WeeklyDigest, 'parts' | 'inThread'> {
  const urgency = (part: DigestPart) => leastUrgentFirst.indexOf(part.section);
  const order = [...all].sort((a, b) => urgency(a) - urgency(b));
  const out = new Set<DigestPart>();
  for (const part of order) {
    const lines = all.filter((one) => !out.has(one)).reduce((sum, one) => sum + one.lines.length, 0);
    if (lines <= mostLines) break;
    out.add(part);
  }
  return { parts: all.filter((part) => !out.has(part)), inThread: all.filter((part) => out.has(part)) };
}
