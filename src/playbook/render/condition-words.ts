import type { Json } from '#domain/canonical-json.ts';
import type { Predicates } from '../keys.ts';
import { predicateNamed } from '../predicates/index.ts';
import { coded, type Naming } from '../words.ts';

/** The words of one predicate where it is read in a way of its own; null for the usual ones. */
type OwnWords = (name: string, value: Json) => string | null;

/**
 * What must be so for a map of predicates to hold, as a clause: nested choices stand in brackets. `own` words hold
 * outside `none_of`.
 */
export function conditionWords(map: Predicates, naming: Naming, own: OwnWords = () => null): string {
  const parts = Object.entries(map).map(([name, value]) => partOf(name, value, naming, own));
  if (parts.length === 1) return parts[0]?.text ?? '';
  return parts.map(bracketed).join(', and ');
}

/** A clause, and whether it holds several that must be kept together. */
interface Part {
  readonly text: string;
  readonly several: boolean;
}

function partOf(name: string, value: Json, naming: Naming, own: OwnWords): Part {
  const branches = branchesOf(value).map((map) => ({
    text: name === 'none_of' ? conditionWords(map, naming) : conditionWords(map, naming, own),
    several: Object.keys(map).length > 1 || 'any_of' in map || 'none_of' in map,
  }));
  if (name === 'any_of') return anyOf(branches);
  if (name === 'none_of') return noneOf(branches);
  const text = own(name, value) ?? predicateNamed(name)?.words(value, naming) ?? coded(name);
  return { text, several: false };
}

function anyOf(branches: readonly Part[]): Part {
  const [first, second, ...more] = branches;
  if (first === undefined || second === undefined) return first ?? { text: 'never', several: false };
  if (more.length === 0) return { text: `either ${bracketed(first)}, or ${bracketed(second)}`, several: true };
  return { text: `at least one of these is so: ${branches.map(bracketed).join('; ')}`, several: true };
}

function noneOf(branches: readonly Part[]): Part {
  if (branches.length === 1) return { text: `it is not so that ${branches.map(bracketed).join('')}`, several: true };
  return { text: `none of these is so: ${branches.map(bracketed).join('; ')}`, several: true };
}

function bracketed({ text, several }: Part): string {
  return several ? `(${text})` : text;
}

const known = ['action', 'registry', 'model', 'from', 'to', 'reason_contains', 'at_time'];

/** Whether nothing that a condition reads can be unknown, because every request says it. */
export function alwaysKnown(map: Predicates): boolean {
  return Object.entries(map).every(([name, value]) =>
    name === 'any_of' || name === 'none_of' ? branchesOf(value).every(alwaysKnown) : known.includes(name),
  );
}

/** The maps under `any_of` or `none_of`; none under a predicate. */
export function branchesOf(value: Json): readonly Predicates[] {
  return (Array.isArray(value) ? value : []).filter(isMap);
}

function isMap(value: Json): value is Predicates {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
