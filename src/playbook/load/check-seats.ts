import { matchingSize } from '../evaluate/matching.ts';
import { countRoutes, routesThrough } from '../evaluate/routes.ts';
import { inheritedKeys, treeFor } from '../inherit.ts';
import type { PlaybookKeys, Rule, Tree } from '../keys.ts';
import { own } from '../own.ts';
import type { People, Playbook, PlaybookSet } from '../playbook.ts';
import type { ParsedFile } from './parse-file.ts';
import type { Problems } from './problems.ts';

const mostRoutes = 256;

type Add = (path: readonly PropertyKey[], code: string, sentence: string) => void;

/** Reports rules, and ways to an approval, that nobody could ever satisfy. */
export function checkSeats(set: PlaybookSet, files: ReadonlyMap<string, ParsedFile>, problems: Problems): void {
  const could = whoCould(set.people);
  for (const playbook of set.playbooks) {
    const file = files.get(playbook.path);
    if (file === undefined || playbook.abstract) continue;
    const add: Add = (path, code, sentence) => problems.add(file.path, file.at(path), code, sentence);
    const keys = inheritedKeys(set, playbook);
    const alone = (keys.rules ?? []).filter((rule) => checkRule(rule, playbook, could, add));
    if (alone.length === (keys.rules ?? []).length) checkTogether(keys, playbook, could, add);
  }
}

/** Whether the rule's own seats can be filled. */
function checkRule(rule: Rule, playbook: Playbook, could: Could, add: Add): boolean {
  const short = shortage([rule], could);
  if (short === null) return true;
  const index = playbook.rules?.findIndex(({ name }) => name === rule.name) ?? -1;
  const sentence = `"${rule.name}" needs ${short.needed} people, and only ${short.most} could ever agree; ask for fewer, or add people to its roles`;
  add(index < 0 ? ['extends'] : ['rules', index, 'needs'], 'impossible_seats', sentence);
  return false;
}

/** Whether some way to an approval leaves a person for every seat that is needed in any case. */
function checkTogether(keys: PlaybookKeys, playbook: Playbook, could: Could, add: Add): void {
  if (keys.distinct?.oneSeatPerPerson === false) return;
  const rules = keys.rules ?? [];
  const named = new Map(rules.map((rule) => [rule.name, rule]));
  for (const action of playbook.appliesTo.action) {
    const all: Tree = { all: rules.map(({ name }) => name) };
    const tree = keys.decision === undefined ? all : treeFor(keys.decision, action);
    if (tree === undefined || countRoutes(tree, mostRoutes + 1) > mostRoutes) continue;
    const routes = routesThrough(tree, () => 'yes') ?? [];
    const shortages = routes.map((route) => {
      const certain = route.map((name) => named.get(name)).filter((rule) => rule !== undefined && rule.if === null);
      return shortage(
        certain.filter((rule) => rule !== undefined),
        could,
      );
    });
    const [short] = shortages;
    if (short === undefined || short === null || shortages.includes(null)) continue;
    const who = short.rules.map((name) => `"${name}"`).join(' and ');
    const sentence = `${who} together need ${short.needed} different people to ${action}, and only ${short.most} could ever agree; add people to their roles`;
    add(playbook.decision === undefined ? ['rules'] : ['decision'], 'impossible_seats', sentence);
  }
}

interface Could {
  readonly people: readonly string[];
  /** Whether a person could count for a role; null where a role's people are not known, or its owner is asked instead. */
  readonly count: (person: string, role: string) => boolean | null;
}

/** Roles whose members Slack knows, and roles that ask their owner, are left to the moment of asking. */
function whoCould({ people, roles, delegations }: People): Could {
  const members = new Map(
    Object.entries(roles).map(([id, { source }]) => [id, 'people' in source ? new Set(source.people) : null]),
  );
  const isIn = (person: string, role: string) => members.get(role)?.has(person) === true;
  const able = (person: string) => own(people, person)?.active === true;
  return {
    people: Object.keys(people).filter(
      (person) => able(person) || delegations.some(({ from, to }) => from === person && able(to)),
    ),
    count: (person, id) => {
      const role = own(roles, id);
      if (role === undefined || !('people' in role.source) || role.onEmpty === 'ask_owner') return null;
      return isIn(person, id) && !role.excludes.some((other) => isIn(person, other));
    },
  };
}

interface Shortage {
  readonly needed: number;
  readonly most: number;
  readonly rules: readonly string[];
}

/** Null if there are people enough for all seats of the rules, or it cannot be told. */
function shortage(rules: readonly Rule[], could: Could): Shortage | null {
  const seats = rules.flatMap(({ people }) =>
    people.flatMap(({ from, count }) => Array.from({ length: count }, () => from)),
  );
  const known = seats.filter((pool) => pool.every((role) => could.count('', role) !== null));
  if (known.length === 0) return null;
  const edges = could.people.map((person) =>
    known.map((pool) => pool.some((role) => could.count(person, role) === true)),
  );
  const most = matchingSize(known.length, edges);
  if (most >= known.length) return null;
  return { needed: known.length, most, rules: rules.filter(({ people }) => people.length > 0).map(({ name }) => name) };
}
