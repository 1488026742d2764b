import { suggestion } from '#domain/suggestion.ts';
import type { PlaybookProblem } from '#errors.ts';
import { policyFor } from '../effective-policy.ts';
import { parseFile } from '../load/parse-file.ts';
import { collectProblems } from '../load/problems.ts';
import { givenReferences, type Reference } from '../load/references.ts';
import { shapeOf } from '../load/shape-of.ts';
import type { Playbook, PlaybookSet } from '../playbook.ts';
import { givenShape } from '../schema/inline-test.ts';
import { asJsonMap } from '../schema/json.ts';
import type { InlineTest } from './inline-test.ts';

export type GivenFacts =
  | { readonly ok: true; readonly given: InlineTest['given'] }
  | { readonly ok: false; readonly problems: readonly PlaybookProblem[] };

/**
 * Reads a file of facts in the words of an inline test's `given` (§13), as JSON or YAML, and checks its names against
 * the set and the playbook. Every problem has its place; never throws.
 */
export function readGivenFacts(path: string, text: string, set: PlaybookSet, playbook: Playbook): GivenFacts {
  const problems = collectProblems();
  const file = parseFile(path, isJson(text) ? text.replaceAll('\t', ' ') : text, problems);
  const given = file === null ? null : shapeOf(givenShape, null, file, problems);
  if (file === null || given === null) return { ok: false, problems: problems.sorted() };
  const facts = asJsonMap(given);
  const known = namesIn(set, playbook);
  for (const { kind, name, path: at } of givenReferences(facts, [])) {
    const names = known[kind];
    if (names === undefined || names.includes(name)) continue;
    const near = suggestion(name, names);
    const hint = near === null ? `; there are: ${[...names].sort().join(', ') || 'none'}` : `; did you mean "${near}"?`;
    const which = typeof at.at(-1) === 'string' && kind !== 'person' ? 'key' : 'value';
    problems.add(path, file.at(at, which), 'dangling_name', `there is no ${kind} "${name}"${hint}`);
  }
  return problems.any() ? { ok: false, problems: problems.sorted() } : { ok: true, given: facts };
}

/** JSON may be indented by tabs, YAML may not. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function namesIn(set: PlaybookSet, playbook: Playbook): Partial<Record<Reference['kind'], readonly string[]>> {
  return {
    person: Object.keys(set.people.people),
    role: Object.keys(set.people.roles),
    connection: set.org.connections.map(({ id }) => id),
    evidence: policyFor(set, playbook, null).evidence.map(({ id }) => id),
  };
}
