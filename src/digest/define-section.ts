import type { DigestSectionName } from '#domain/digest-section.ts';
import type { DigestFacts, DigestLine, DigestScope, DigestWord } from '#domain/weekly-digest.ts';

/** What a section says: one to three lines, and more in the thread. */
interface Said {
  readonly lines: readonly DigestLine[];
  readonly detail?: readonly DigestLine[];
  /** This, unlike what else the section says, makes no digest alone. */
  readonly standing?: true;
}

/** One section of the weekly digest. */
export interface DigestSection {
  readonly name: DigestSectionName;
  /** What stands before its first line. */
  readonly title: string;
  readonly summary: string;
  /** Who is told. */
  readonly audience: readonly DigestScope['kind'][];
  /** Says the same from week to week, so that alone it makes no digest. */
  readonly standing: boolean;
  /** Null where there is nothing to say. */
  readonly say: (facts: DigestFacts) => Said | null;
  /** What it says of what; they run as tests and feed the reference. */
  readonly examples: readonly { readonly facts: Partial<DigestFacts>; readonly says: string | null }[];
}

export const everybody = ['team', 'leaders', 'organization'] as const;

/** Gives a section its type where it is written. */
export function defineSection(section: DigestSection): DigestSection {
  return section;
}

/** A line of words and moments. */
export function line(...said: readonly DigestWord[]): DigestLine {
  return { said };
}

/** A line as plain text, moments as they are: for examples and tests. */
export function plainLine({ said }: DigestLine): string {
  return said.map((word) => (typeof word === 'string' ? word : word.at)).join('');
}

/** `of team fraud`, where a digest is of several. */
export function ofTeam(facts: Pick<DigestFacts, 'scope'>, team: string | null): string {
  if (facts.scope.kind === 'team') return '';
  return team === null ? ', of no team' : `, team ${team}`;
}
