import { roleName } from '#domain/role-name.ts';
import { markedOf, named, type Reasoned } from '#playbook/mention.ts';
import type { Block, Verdict } from '#playbook/verdict.ts';
import type { Naming } from '#playbook/words.ts';
import type { Names } from './names.ts';

/** How a verdict's sentences call people, roles and evidence in Slack. */
export function namingOf(names: Names, verdict: Pick<Verdict, 'evidence'>): Naming {
  const titles = new Map(verdict.evidence.map(({ id, title }) => [id, title]));
  return {
    person: (id: string) => names.of(id),
    roles: roleName,
    evidence: (id: string) => `“${titles.get(id) ?? id}”`,
  };
}

/** Answers a verdict's sentences with people, roles and evidence by their names, without the full stop. */
export function inNames(names: Names, verdict: Pick<Verdict, 'evidence'>): (node: Reasoned) => string {
  const naming = namingOf(names, verdict);
  return (node) => named(markedOf(node), naming).replace(/\.$/, '');
}

/** Who can lift a block, by name: the one who blocked, or roles. */
export function lifters({ person, liftedBy }: Block, names: Names): readonly string[] {
  return liftedBy.map((id) => (id === person ? names.of(id) : roleName([id])));
}
