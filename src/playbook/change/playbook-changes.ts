import { parentsOf } from '../inherit.ts';
import type { PlaybookKeys } from '../keys.ts';
import type { Playbook, PlaybookSet } from '../playbook.ts';
import { quoted } from '../words.ts';
import { fewerIsTighter, listChange, sameValue } from './directions.ts';
import { evidenceChanges } from './evidence-changes.ts';
import { type Change, change, type PolicyChange } from './policy-change.ts';
import { scopeOf } from './predicate-scope.ts';
import { ruleChanges } from './rule-changes.ts';
import { sectionChanges } from './section-changes.ts';
import { shortcutChanges } from './shortcut-changes.ts';
import { empoweredRoles, type Side, sideOf } from './sides.ts';
import { treeChanges } from './tree-changes.ts';

/** What changed in the playbooks, each change at the file that says it: what a parent changed is told there alone. */
export function playbookChanges(before: PlaybookSet, after: PlaybookSet): readonly PolicyChange[] {
  const pairs = paired(before.playbooks, after.playbooks);
  const gone = before.playbooks.filter((one) => !pairs.some(({ was }) => was === one));
  const came = after.playbooks.filter((one) => !pairs.some(({ is }) => is === one));
  return [
    ...gone.map((one) => at(one.path, removed(before, one))),
    ...came.map((one) => at(one.path, added(one))),
    ...pairs.flatMap(({ was, is }) => changed(before, after, was, is).map((one) => at(is.path, one))),
  ];
}

function at(file: string, one: Change): PolicyChange {
  return { file, ...one };
}

/** By name; of the rest by file, so that a playbook that is called otherwise is not one gone and one come. */
function paired(before: readonly Playbook[], after: readonly Playbook[]): readonly { was: Playbook; is: Playbook }[] {
  const byName = before.flatMap((was) => after.filter(({ name }) => name === was.name).map((is) => ({ was, is })));
  const rest = before.filter((one) => !byName.some(({ was }) => was === one));
  const byFile = rest.flatMap((was) =>
    after
      .filter((is) => fileName(is) === fileName(was) && !byName.some((pair) => pair.is === is))
      .map((is) => ({ was, is })),
  );
  return [...byName, ...byFile];
}

function fileName({ path }: Playbook): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function removed(before: PlaybookSet, one: Playbook): Change {
  const roles = one.abstract ? [] : empoweredRoles(sideOf(before, one).policy);
  return change('playbook', 'looser', `the playbook ${quoted(one.name)} is taken out`, roles);
}

/** What nothing governed was refused; whether another playbook gave it up is a change of that one. */
function added({ name, abstract }: Playbook): Change {
  return abstract
    ? change('playbook', 'neutral', `the parent ${quoted(name)} is added`)
    : change('playbook', 'different', `the playbook ${quoted(name)} is added and decides what was refused before`);
}

function changed(before: PlaybookSet, after: PlaybookSet, was: Playbook, is: Playbook): readonly Change[] {
  const [a, b] = [sideOf(before, was), sideOf(after, is)];
  return [...about(was, is, a), ...decided(a, b).filter(({ key }) => saidHere(key, { before, after, was, is }))];
}

/** What decides about requests on one side against the other. */
export function decided(before: Side, after: Side): readonly Change[] {
  return [
    ...ruleChanges(before, after),
    ...treeChanges(before.policy, after.policy),
    ...evidenceChanges(before, after),
    ...sectionChanges(before, after),
    ...shortcutChanges(before.policy, after.policy),
  ];
}

const written: Readonly<Record<string, keyof PlaybookKeys>> = {
  candidate: 'candidate',
  rules: 'rules',
  decision: 'decision',
  block: 'block',
  hold: 'hold',
  timing: 'timing',
  ask: 'ask',
  delegation: 'delegation',
  distinct: 'distinct',
  auto_approve: 'autoApprove',
  break_glass: 'breakGlass',
  after_approval: 'afterApproval',
  after_rejection: 'afterRejection',
  on_change: 'onChange',
  evidence: 'evidence',
  alerts: 'alerts',
};

interface Pair {
  readonly before: PlaybookSet;
  readonly after: PlaybookSet;
  readonly was: Playbook;
  readonly is: Playbook;
}

/** Whether a change of that key is this file's own: what changed above it is told there. */
function saidHere(key: string, { before, after, was, is }: Pair): boolean {
  const top = written[/^\w+/.exec(key)?.[0] ?? ''];
  if (top === undefined || was.extends !== is.extends || !sameValue(was[top], is[top])) return true;
  const names = new Set([...parentsOf(before, was), ...parentsOf(after, is)].map(({ name }) => name));
  const aboveChanged = [...names].some((name) => {
    const one = (set: PlaybookSet) => set.playbooks.find((playbook) => playbook.name === name)?.[top];
    return !sameValue(one(before), one(after));
  });
  return !aboveChanged && sameValue(before.org.baseline?.[top], after.org.baseline?.[top]);
}

/** Name, owner, parent, leave to relax, and what is governed. */
function about(was: Playbook, is: Playbook, { policy }: Side): readonly Change[] {
  const roles = empoweredRoles(policy);
  const found: Change[] = [];
  if (was.name !== is.name) found.push(change('name', 'neutral', `${quoted(was.name)} is called ${quoted(is.name)}`));
  if (was.description !== is.description)
    found.push(change('description', 'neutral', 'the description is worded anew'));
  if (!sameValue(was.tests, is.tests)) found.push(change('tests', 'neutral', 'its tests are other ones'));
  if (was.owner !== is.owner) {
    found.push(change('owner', 'looser', `${is.owner} owns it instead of ${was.owner}`, [was.owner]));
  }
  if (was.extends !== is.extends) {
    const parent = (name: string | null) => (name === null ? 'the baseline alone' : quoted(name));
    found.push(change('extends', 'neutral', `it is under ${parent(is.extends)} instead of ${parent(was.extends)}`));
  }
  if (was.abstract !== is.abstract) {
    found.push(
      change('abstract', 'different', is.abstract ? 'it is only a parent now' : 'it governs requests now', roles),
    );
  }
  const leave = fewerIsTighter(was.mayBeRelaxed, is.mayBeRelaxed);
  if (leave !== 'same') {
    found.push(
      change('may_be_relaxed', leave, `what its children may loosen: ${listChange(was.mayBeRelaxed, is.mayBeRelaxed)}`),
    );
  }
  const scope = governedWay(was.appliesTo, is.appliesTo);
  if (scope === 'wider') found.push(change('applies_to', 'different', scopeWords.wider));
  else if (scope !== 'same') found.push(change('applies_to', scope, scopeWords[scope], roles));
  return found;
}

const scopeWords = {
  looser: 'it governs fewer requests',
  wider: 'it governs more requests, which were refused or decided elsewhere',
  different: 'it governs other requests',
} as const;

type Governed = 'same' | 'looser' | 'wider' | 'different';

/** Fewer requests under these rules are a loosening; more of them decide what was refused or decided elsewhere. */
function governedWay(was: Playbook['appliesTo'], is: Playbook['appliesTo']): Governed {
  if (sameValue(was, is)) return 'same';
  const lists = (['action', 'models', 'registry', 'from', 'to'] as const).map((key) => listWay(was[key], is[key]));
  const when = scopeOf(was.when, is.when);
  const ways = { same: 'same', narrower: 'looser', wider: 'wider', unknown: 'different' } as const;
  const found = new Set([...lists, ways[when]].filter((way) => way !== 'same'));
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : 'different';
}

/** Null is any. */
function listWay(was: readonly string[] | null, is: readonly string[] | null): Governed {
  if (sameValue(was, is)) return 'same';
  if (was === null) return 'looser';
  const covers = (all: readonly string[], some: readonly string[]) =>
    all.includes('**') || some.every((one) => all.includes(one));
  if (is === null || covers(is, was)) return 'wider';
  return covers(was, is) ? 'looser' : 'different';
}
