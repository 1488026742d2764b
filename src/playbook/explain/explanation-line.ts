import type { Instant } from '#domain/instant.ts';
import { markedOf, named, type Reasoned } from '../mention.ts';
import type { SeatHolder } from '../verdict.ts';
import type { Naming } from '../words.ts';

/** A sentence in pieces; an instant is shown in the reader's own zone. */
export type Piece = string | { readonly at: Instant };

/** One line of an explanation. `mark`: ✓ there, … awaited, ✗ in the way, – not asked, › said besides. */
export interface ExplanationLine {
  readonly mark: '✓' | '…' | '✗' | '–' | '›';
  readonly says: readonly Piece[];
  readonly under: readonly ExplanationLine[];
}

export function line(
  mark: ExplanationLine['mark'],
  says: string | readonly Piece[],
  under: readonly ExplanationLine[] = [],
): ExplanationLine {
  return { mark, says: typeof says === 'string' ? [says] : says, under };
}

/** A node's sentence in names, with its full stop. */
export function sentence(node: Reasoned, naming: Naming): string {
  const text = named(markedOf(node), naming);
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** A node's sentence in names, without its full stop. */
export function clause(node: Reasoned, naming: Naming): string {
  return named(markedOf(node), naming).replace(/\.$/, '');
}

/** `mei`, or `kim for tom`. */
export function holderName({ person, actingFor }: SeatHolder, naming: Naming): string {
  return actingFor === null ? naming.person(person) : `${naming.person(person)} for ${naming.person(actingFor)}`;
}
