import { roleName } from '#domain/role-name.ts';
import { parentsOf } from '../inherit.ts';
import type { EffectivePolicy, EffectiveRule, PlaybookSet } from '../playbook.ts';
import { isLoosening, type PolicyChange } from './policy-change.ts';
import { empoweredRoles, sideOf } from './sides.ts';

const day = 86_400_000;

/** Who must agree to a change, and why: built into the program, so that no playbook can loosen it. */
export interface ChangeNeeds {
  /** Owner role to the files it answers for. */
  readonly owners: ReadonlyMap<string, readonly string[]>;
  /** Roles that lose something and own none of the changed files, in order of id. */
  readonly disempowered: readonly string[];
}

/** Each owner role of a changed file, and each role that a loosening disempowers. */
export function needsOf(
  before: PlaybookSet,
  after: PlaybookSet,
  changes: readonly PolicyChange[],
  newlyApproved: readonly string[],
): ChangeNeeds {
  const files = [...new Set(changes.map(({ file }) => file))];
  const owners = new Map<string, string[]>();
  for (const file of files) {
    const owner = ownerOf(before, after, file);
    owners.set(owner, [...(owners.get(owner) ?? []), nameOf(file)]);
  }
  if (files.length === 0) owners.set(before.org.owner, []);
  const loses = changes.filter(isLoosening).flatMap(({ disempowers }) => disempowers);
  // A decision that comes out newly approved is a loosening whatever the changes say: where no change that may have
  // done it takes something from a role, whoever could refuse under the file has lost a no.
  const unasked = changes.filter((one) => isLoosening(one) && one.disempowers.length === 0).map(({ file }) => file);
  const silent = loses.length === 0 && unasked.length === 0 ? files : unasked;
  const hidden = newlyApproved.length === 0 || silent.length === 0 ? [] : refusingUnder(before, silent);
  const agree = [...loses, ...hidden].filter((role) => before.people.roles[role] !== undefined && !owners.has(role));
  return { owners, disempowered: [...new Set(agree)].sort() };
}

/**
 * The policy of a change_playbook request: one seat of each owner role, and one of each role that loses a seat, a veto
 * or its exclusiveness, as the set in force names their members. Never automatic, without break-glass; whoever asks or
 * wrote the change fills no seat. `newlyApproved` are the recorded decisions that the changed set would turn to yes.
 */
export function changePolicy(
  before: PlaybookSet,
  after: PlaybookSet,
  changes: readonly PolicyChange[],
  newlyApproved: readonly string[],
): EffectivePolicy {
  const needs = needsOf(before, after, changes, newlyApproved);
  const rules = [
    ...[...needs.owners].map(([role, files]) => rule(ownerSentence(role, files), role)),
    ...needs.disempowered.map((role) => rule(`${roleName([role])} agrees to what it loses`, role)),
  ];
  const roles = [...new Set(rules.flatMap(({ people }) => people.flatMap(({ from }) => from)))].sort();
  const owner = before.org.owner;
  return {
    name: 'A change of the playbooks',
    path: 'built in',
    owner,
    highCriticality: true,
    appliesTo: { action: ['change_playbook'], models: ['**'], registry: null, from: null, to: null, when: null },
    candidate: { digestOf: ['config'], mustBeKnown: [] },
    rules,
    decision: { tree: { all: rules.map(({ name }) => name) } },
    block: { by: roles, liftedBy: 'same_person', alsoWhen: null },
    hold: { by: roles },
    timing: { freeze: [], waitAfterApprovalMs: 0, expiresAfterMs: 7 * day, executeWithinMs: 7 * day },
    ask: { channel: before.org.channels.default, first: [], remindEveryMs: day, escalate: [], onExpiry: 'expire' },
    delegation: { allowed: true, maxDays: 21, notFor: { criticality: ['critical'] } },
    distinct: { oneSeatPerPerson: true, membership: 'both', joinedAfterOpen: 'ignore', unknownPeople: 'block' },
    autoApprove: null,
    breakGlass: null,
    afterApproval: { set: { alias: null, tags: {} }, rollout: [], obligations: [] },
    afterRejection: { retrain: 'never', criteria: 'optional', sameCandidate: 'allowed' },
    onChange: { evidence: 'void_all' },
    evidence: [],
    alerts: [],
    roles: Object.fromEntries(withExcluded(before, [owner, ...roles]).map((role) => [role, settingsOf(before, role)])),
    model: null,
  };
}

function rule(name: string, role: string): EffectiveRule {
  return {
    name: name.length > 80 ? `${name.slice(0, 79)}…` : name,
    why: null,
    if: null,
    people: [{ from: [role], count: 1 }],
    evidence: [],
    facts: null,
    allow: [],
    maxAgeMs: 7 * day,
    reason: 'required',
  };
}

function ownerSentence(role: string, files: readonly string[]): string {
  if (files.length === 0) return `${roleName([role])}, the owner of the playbooks, agrees`;
  const named = files.length > 2 ? `${files.length} of the files` : files.join(' and ');
  return `${roleName([role])}, the owner of ${named}, agrees`;
}

/** The role that answers for a file, as the set in force says; for a new file the organization's. */
function ownerOf(before: PlaybookSet, after: PlaybookSet, file: string): string {
  switch (nameOf(file)) {
    case 'org.yaml':
      return before.org.owner;
    case 'people.yaml':
      return before.people.owner;
    case 'models.yaml':
      return before.models.owner;
    case 'capabilities.yaml':
      return before.capabilities?.owner ?? before.org.owner;
    default: {
      const moved = after.playbooks.find(({ path }) => path === file)?.name;
      const was =
        before.playbooks.find(({ name }) => name === moved) ??
        before.playbooks.find(({ path }) => nameOf(path) === nameOf(file));
      return was?.owner ?? before.org.owner;
    }
  }
}

/** Roles with a seat or a veto under the changed files: in them, in what builds on them, or everywhere under a shared one. */
function refusingUnder(before: PlaybookSet, files: readonly string[]): readonly string[] {
  const changed = (path: string) => files.some((file) => nameOf(file) === nameOf(path));
  const under = before.playbooks.filter(
    (one) => !one.abstract && [one, ...parentsOf(before, one)].some(({ path }) => changed(path)),
  );
  const governing = before.playbooks.filter(({ abstract }) => !abstract);
  const shared = files.some((file) => ['org.yaml', 'people.yaml', 'models.yaml'].includes(nameOf(file)));
  const deciding = shared || under.length === 0 ? governing : under;
  return deciding.flatMap((one) => empoweredRoles(sideOf(before, one).policy));
}

/** With the roles that they exclude, which have to be known to tell who counts. */
function withExcluded(before: PlaybookSet, roles: readonly string[]): readonly string[] {
  const found = new Set(roles);
  for (const role of found) for (const other of before.people.roles[role]?.excludes ?? []) found.add(other);
  return [...found].filter((role) => before.people.roles[role] !== undefined).sort();
}

function settingsOf({ people }: PlaybookSet, role: string): EffectivePolicy['roles'][string] {
  const settings = people.roles[role];
  if (settings === undefined) throw new RangeError(`there is no role ${role}`);
  return { minTenureMs: settings.minTenureMs, excludes: settings.excludes, onEmpty: settings.onEmpty };
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
