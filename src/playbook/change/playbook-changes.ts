import { parentsOf } from '../inherit.ts';
import type { Playbook, PlaybookSet } from '../playbook.ts';
import { quoted } from '../words.ts';
import { alertChanges } from './alert-changes.ts';
import { fewerIsTighter, listChange, sameValue } from './directions.ts';
import { evidenceChanges } from './evidence-changes.ts';
import { outcomeChanges } from './outcome-changes.ts';
import { type Change, change, type PolicyChange } from './policy-change.ts';
import { renameChanges, ruleChanges } from './rule-changes.ts';
import { calledAsBefore, renamedRules } from './rule-renames.ts';
import { scopeChanges } from './scope-changes.ts';
import { sectionChanges } from './section-changes.ts';
import { shortcutChanges } from './shortcut-changes.ts';
import { empoweredRoles, type Side, sideOf } from './sides.ts';
import { type Pair, type Place, toldAt } from './told-at.ts';
import { treeChanges } from './tree-changes.ts';
import { type Witness, witnessed } from './witnessed.ts';

/**
 * What changed in the playbooks, each change once, at the file that says it: what a parent or the baseline changed is
 * told there, with its direction and what it takes from whom as the playbooks under it show them.
 */
export function playbookChanges(before: PlaybookSet, after: PlaybookSet): readonly PolicyChange[] {
  const pairs = paired(before.playbooks, after.playbooks);
  const gone = before.playbooks.filter((one) => !pairs.some(({ was }) => was === one));
  const came = after.playbooks.filter((one) => !pairs.some(({ is }) => is === one));
  return [
    ...gone.map((one) => ({ file: one.path, ...removed(before, one) })),
    ...came.map((one) => ({ file: one.path, ...added(one) })),
    ...pairs.flatMap(({ was, is }) => about(was, is, sideOf(before, was)).map((one) => ({ file: is.path, ...one }))),
    ...inherited(before, after, pairs),
  ];
}

/** What decides about requests, of every playbook and of the baseline, the farthest parents first. */
function inherited(before: PlaybookSet, after: PlaybookSet, pairs: readonly Pair[]): readonly PolicyChange[] {
  const folder = pathOf(after.playbooks[0] ?? before.playbooks[0]);
  const place = (at: Place, { key }: Change) =>
    at === null ? { file: `${folder}org.yaml`, key: `baseline.${key}` } : { file: at.is.path, key };
  const baseline = sameValue(before.org.baseline, after.org.baseline)
    ? []
    : [
        ...leaveChange(before.org.baseline?.mayBeRelaxed ?? [], after.org.baseline?.mayBeRelaxed ?? []),
        ...decided(sideOf(before, nothingWritten), sideOf(after, nothingWritten)),
      ];
  const witnesses: Witness[] = baseline.map((one) => ({ ...place(null, one), change: one, governs: false, own: true }));
  const depth = ({ is }: Pair) => parentsOf(after, is).length;
  for (const pair of pairs.toSorted((a, b) => depth(a) - depth(b))) {
    for (const one of decided(sideOf(before, pair.was), sideOf(after, pair.is))) {
      const at = toldAt(one.key, pair, pairs, before, after);
      witnesses.push({ ...place(at, one), change: one, governs: !pair.is.abstract, own: at === pair });
    }
  }
  return witnessed(witnesses);
}

function pathOf(one: Playbook | undefined): string {
  return one === undefined ? '' : one.path.slice(0, one.path.lastIndexOf('/') + 1);
}

/** By name; of the rest by file, so that a playbook that is called otherwise is not one gone and one come. */
function paired(before: readonly Playbook[], after: readonly Playbook[]): readonly Pair[] {
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

/** What decides about requests on one side against the other. */
export function decided(before: Side, after: Side): readonly Change[] {
  const renamed = renamedRules(before.policy, after.policy);
  const now = calledAsBefore(after, renamed);
  const rules = ruleChanges(before, now);
  return [
    ...renameChanges(before.policy, after.policy),
    ...rules,
    ...treeChanges(before.policy, now.policy),
    ...evidenceChanges(before, now),
    ...sectionChanges(before, now, rules),
    ...shortcutChanges(before.policy, now.policy),
    ...outcomeChanges(before.policy, now.policy),
    ...alertChanges(before.policy, now.policy),
  ];
}

/** Name, owner, parent, leave to relax, and what is governed. */
function about(was: Playbook, is: Playbook, { policy }: Side): readonly Change[] {
  const roles = empoweredRoles(policy);
  const found: Change[] = [];
  const parent = (name: string | null) => (name === null ? 'the baseline alone' : quoted(name));
  if (was.name !== is.name) found.push(change('name', 'neutral', `${quoted(was.name)} is called ${quoted(is.name)}`));
  if (was.description !== is.description)
    found.push(change('description', 'neutral', 'the description is worded anew'));
  if (!sameValue(was.tests, is.tests)) found.push(change('tests', 'neutral', 'its tests are other ones'));
  if (was.owner !== is.owner)
    found.push(change('owner', 'looser', `${is.owner} owns it instead of ${was.owner}`, [was.owner]));
  if (was.extends !== is.extends)
    found.push(change('extends', 'neutral', `it is under ${parent(is.extends)} instead of ${parent(was.extends)}`));
  if (was.abstract !== is.abstract) {
    const words = is.abstract ? 'it is only a parent now' : 'it governs requests now';
    found.push(change('abstract', is.abstract ? 'looser' : 'different', words, is.abstract ? roles : []));
  }
  return [
    ...found,
    ...leaveChange(was.mayBeRelaxed, is.mayBeRelaxed),
    ...scopeChanges(was.appliesTo, is.appliesTo, roles),
  ];
}

/** What children may loosen takes nothing from anybody until one does, and then that is a change of its own. */
function leaveChange(was: readonly string[], is: readonly string[]): readonly Change[] {
  const way = fewerIsTighter(was, is);
  return way === 'same' ? [] : [change('may_be_relaxed', way, `what its children may loosen: ${listChange(was, is)}`)];
}

const nothingWritten: Playbook = {
  path: 'org.yaml',
  name: 'the baseline',
  description: null,
  owner: '',
  extends: null,
  abstract: true,
  mayBeRelaxed: [],
  appliesTo: {
    action: ['promote', 'rollback', 'retrain', 'retire', 'traffic', 'silence', 'stop', 'change_playbook'],
    models: ['**'],
    registry: null,
    from: null,
    to: null,
    when: null,
  },
  tests: [],
};
