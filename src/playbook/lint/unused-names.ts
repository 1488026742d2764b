import { parentsOf } from '../inherit.ts';
import type { PlaybookKeys } from '../keys.ts';
import { modelReferences, orgReferences, peopleReferences } from '../load/company-references.ts';
import { keyReferences, playbookReferences, type Reference } from '../load/references.ts';
import type { Playbook } from '../playbook.ts';
import { findingAt, type LintFinding } from './finding.ts';
import type { LintSubject } from './subject.ts';

/** Evidence, roles, people, connections and parents that nothing names. */
export function unusedNames(subject: LintSubject): readonly LintFinding[] {
  const { set } = subject;
  const references = [
    ...orgReferences(set.org),
    ...peopleReferences(set.people),
    ...modelReferences(set.models),
    ...set.playbooks.flatMap(decidingReferences),
  ];
  return [
    ...unusedEvidence(subject),
    ...unusedRoles(subject, references),
    ...unusedPeople(subject, references),
    ...unusedConnections(subject, references),
    ...unusedParents(subject),
  ];
}

/** What a playbook names outside its tests. */
function decidingReferences(playbook: Playbook): readonly Reference[] {
  return playbookReferences(playbook).filter(({ path }) => path[0] !== 'tests');
}

function unusedEvidence(subject: LintSubject): readonly LintFinding[] {
  const { playbooks, org } = subject.set;
  const levels = (playbook: Playbook) => [...parentsOf(subject.set, playbook), playbook];
  const users = playbooks.map((playbook) => ({
    chain: levels(playbook),
    names: evidenceOf(levels(playbook), org.baseline ?? {}),
  }));
  const used = (owner: Playbook | null, id: string) =>
    users.some(({ chain, names }) => (owner === null || chain.includes(owner)) && (names === 'all' || names.has(id)));
  const check = (owner: Playbook | null, keys: PlaybookKeys, at: readonly PropertyKey[]) =>
    (keys.evidence ?? []).flatMap(({ id }, index) => {
      if (used(owner, id)) return [];
      const file = owner === null ? subject.shared('org') : subject.file(owner);
      const sentence = `no rule, auto_approve or condition names the evidence \`${id}\`, so it decides nothing; name it in a rule's needs, or drop it`;
      return findingAt(file, [...at, 'evidence', index, 'id'], 'warning', 'unused_evidence', sentence);
    });
  return [
    ...check(null, org.baseline ?? {}, ['baseline']),
    ...playbooks.flatMap((playbook) => check(playbook, playbook, [])),
  ];
}

/** The evidence that a playbook and those above it name. */
function evidenceOf(chain: readonly Playbook[], baseline: PlaybookKeys): ReadonlySet<string> | 'all' {
  const levels: readonly PlaybookKeys[] = [baseline, ...chain];
  const all = levels.some(
    ({ rules = [], autoApprove }) =>
      autoApprove?.evidence === 'all' || rules.some(({ evidence }) => evidence === 'all'),
  );
  if (all) return 'all';
  const named = [...chain.flatMap(decidingReferences), ...keyReferences(baseline, [])];
  return new Set(named.filter(({ kind }) => kind === 'evidence').map(({ name }) => name));
}

function unusedRoles(subject: LintSubject, references: readonly Reference[]): readonly LintFinding[] {
  const used = new Set(
    references.filter(({ kind, path }) => kind === 'role' && path[0] !== 'delegations').map(({ name }) => name),
  );
  return Object.keys(subject.set.people.roles).flatMap((id) => {
    if (used.has(id)) return [];
    const sentence = `no playbook or file names the role ${id}; use it, or drop it`;
    return findingAt(subject.shared('people'), ['roles', id], 'warning', 'unused_role', sentence);
  });
}

function unusedPeople(subject: LintSubject, references: readonly Reference[]): readonly LintFinding[] {
  const used = new Set(references.filter(({ kind }) => kind === 'person').map(({ name }) => name));
  return Object.entries(subject.set.people.people).flatMap(([id, { active }]) => {
    if (!active || used.has(id)) return [];
    const sentence = `${id} is in no role and owns no model, so they can ask and never agree; add them to a role, if they should`;
    return findingAt(subject.shared('people'), ['people', id], 'note', 'no_role', sentence);
  });
}

function unusedConnections(subject: LintSubject, references: readonly Reference[]): readonly LintFinding[] {
  const { org, playbooks } = subject.set;
  const producers = [...playbooks, org.baseline ?? {}].flatMap(({ evidence = [] }: PlaybookKeys) =>
    evidence.map(({ producedBy }) => producedBy),
  );
  const used = new Set([
    ...references.filter(({ kind }) => kind === 'connection').map(({ name }) => name),
    ...producers.flatMap((names) => names ?? []),
  ]);
  return org.connections.flatMap(({ id, kind }, index) => {
    const registry = kind === 'mlflow' || kind === 'vertex';
    const open = registry
      ? subject.governing.some(({ appliesTo }) => appliesTo.registry === null)
      : producers.includes(null);
    if (used.has(id) || open) return [];
    const sentence = `no model, playbook or evidence names the connection ${id}; use it, or drop it`;
    return findingAt(subject.shared('org'), ['connections', index], 'warning', 'unused_connection', sentence);
  });
}

function unusedParents(subject: LintSubject): readonly LintFinding[] {
  const { playbooks } = subject.set;
  return playbooks.flatMap((playbook) => {
    if (!playbook.abstract || playbooks.some((one) => one.extends === playbook.name)) return [];
    const sentence = `"${playbook.name}" is abstract, and no playbook extends it; extend it, or drop it`;
    return findingAt(subject.file(playbook), ['abstract'], 'warning', 'unused_parent', sentence);
  });
}
