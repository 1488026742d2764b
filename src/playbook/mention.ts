import type { Naming } from './words.ts';

/**
 * Ids in the evaluator's sentences are enclosed in two characters that no text people read contains, so that whoever
 * shows a sentence can put names in their place. Verdicts carry both: `because` with the plain ids, and `marked`.
 */
const opening = '\u0001';
const closing = '\u0002';

/** A person's id in a sentence. */
export function aPerson(id: string): string {
  return `${opening}p${id}${closing}`;
}

/** A role's id in a sentence. */
export function aRole(id: string): string {
  return `${opening}r${id}${closing}`;
}

/** An evidence item's id in a sentence. */
export function anItem(id: string): string {
  return `${opening}e${id}${closing}`;
}

/** The sentence with names in place of the marked ids; what has no mark stays as it is. */
export function named(text: string, naming: Naming): string {
  const [before = '', ...marked] = text.split(opening);
  return before + marked.map((part) => restNamed(part, naming)).join('');
}

/** What follows an opening mark: its kind, the id, the closing mark, and text. */
function restNamed(part: string, naming: Naming): string {
  const end = part.indexOf(closing);
  if (end < 1) return part;
  const [kind, id, rest] = [part.charAt(0), part.slice(1, end), part.slice(end + 1)];
  if (kind === 'p') return naming.person(id) + rest;
  return (kind === 'r' ? naming.roles([id]) : naming.evidence(id)) + rest;
}

const ids: Naming = { person: (id) => id, roles: (all) => all.join(' or '), evidence: (id) => id };

/** The sentence with the ids themselves. */
export function unmarked(text: string): string {
  return named(text, ids);
}

/** A node of a verdict with its sentence. */
export interface Reasoned {
  readonly because: string;
  /** The same sentence with its ids marked; absent where it names none. */
  readonly marked?: string | undefined;
}

/** The sentence of a node as it can be named. */
export function markedOf({ because, marked }: Reasoned): string {
  return marked ?? because;
}
