import { countRoutes } from '../evaluate/routes.ts';
import { inheritedKeys, keysAbove, treeFor } from '../inherit.ts';
import type { Tree } from '../keys.ts';
import type { Playbook, PlaybookSet } from '../playbook.ts';
import type { ParsedFile } from './parse-file.ts';
import type { Problems } from './problems.ts';

const deepest = 5;
const mostRoutes = 256;

/** Reports decision trees that are too deep or too wide, and rules that stand in none or twice in one. */
export function checkTrees(set: PlaybookSet, files: ReadonlyMap<string, ParsedFile>, problems: Problems): void {
  for (const playbook of set.playbooks) {
    const file = files.get(playbook.path);
    if (file === undefined) continue;
    const add = (path: readonly PropertyKey[], code: string, sentence: string) =>
      problems.add(file.path, file.at(path), code, sentence);
    for (const { tree, path } of ownTrees(playbook)) checkTree(tree, path, add);
    checkPlaced(set, playbook, add);
    const { decision } = inheritedKeys(set, playbook);
    for (const action of playbook.appliesTo.action) {
      const tree = decision === undefined ? undefined : treeFor(decision, action);
      if (tree !== undefined && countRoutes(tree, mostRoutes + 1) > mostRoutes) {
        add(['decision'], 'too_many_routes', `this tree has more than ${mostRoutes} ways to ${action}`);
      }
      if (decision !== undefined && tree === undefined) {
        add(['decision'], 'missing_action', `by_action has nothing for ${action}, so it could never be approved`);
      }
    }
  }
}

type Add = (path: readonly PropertyKey[], code: string, sentence: string) => void;

function ownTrees({ decision }: Playbook): readonly { tree: Tree; path: readonly PropertyKey[] }[] {
  if (decision === undefined) return [];
  if ('tree' in decision) return [{ tree: decision.tree, path: ['decision'] }];
  return Object.entries(decision.byAction).map(([action, tree]) => ({ tree, path: ['decision', 'by_action', action] }));
}

function checkTree(tree: Tree, path: readonly PropertyKey[], add: Add): void {
  if (depth(tree) > deepest) add(path, 'too_deep', `this tree is deeper than ${deepest}`);
  const rules = rulesIn(tree);
  for (const rule of new Set(rules.filter((name, index) => rules.indexOf(name) !== index))) {
    add(path, 'rule_twice', `"${rule}" stands twice in this tree`);
  }
  for (const { n, of } of atLeasts(tree)) {
    if (n > of.length) add(path, 'impossible_seats', `at_least wants ${n} of only ${of.length}`);
  }
}

/** A rule in no tree would never be asked for: that is never meant. */
function checkPlaced(set: PlaybookSet, playbook: Playbook, add: Add): void {
  const above = [...keysAbove(set, playbook), playbook];
  if (playbook.decision === undefined) return;
  const placed = new Set(ownTrees(playbook).flatMap(({ tree }) => rulesIn(tree)));
  const inherited = new Set(above.slice(0, -1).flatMap(({ rules }) => (rules ?? []).map(({ name }) => name)));
  playbook.rules?.forEach(({ name }, index) => {
    if (placed.has(name) || inherited.has(name)) return;
    add(
      ['rules', index, 'name'],
      'rule_unused',
      `"${name}" stands in no decision tree, so it would never be asked for`,
    );
  });
}

function rulesIn(tree: Tree): readonly string[] {
  return typeof tree === 'string' ? [tree] : children(tree).flatMap(rulesIn);
}

function depth(tree: Tree): number {
  return typeof tree === 'string' ? 0 : 1 + Math.max(...children(tree).map(depth));
}

function atLeasts(tree: Tree): readonly { readonly n: number; readonly of: readonly Tree[] }[] {
  if (typeof tree === 'string') return [];
  return [...('atLeast' in tree ? [tree.atLeast] : []), ...children(tree).flatMap(atLeasts)];
}

function children(tree: Exclude<Tree, string>): readonly Tree[] {
  return 'all' in tree ? tree.all : 'any' in tree ? tree.any : tree.atLeast.of;
}
