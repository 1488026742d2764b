import { localMs } from './freeze.ts';
import { inheritedKeys } from './inherit.ts';
import type { Rule } from './keys.ts';
import { matchingSize } from './matching.ts';
import { own } from './own.ts';
import type { ParsedFile } from './parse-file.ts';
import type { Delegation, People, PlaybookSet } from './playbook.ts';
import type { Problems } from './problems.ts';

/** Reports rules nobody could ever satisfy, rollouts no registry can do, and delegations that overlap or chain. */
export function checkSeats(set: PlaybookSet, files: ReadonlyMap<string, ParsedFile>, problems: Problems): void {
  for (const playbook of set.playbooks) {
    const file = files.get(playbook.path);
    if (file === undefined || playbook.abstract) continue;
    const keys = inheritedKeys(set, playbook);
    for (const rule of keys.rules ?? []) {
      const sentence = impossible(rule, set.people);
      const index = playbook.rules?.findIndex(({ name }) => name === rule.name) ?? -1;
      const path = index < 0 ? ['extends'] : ['rules', index, 'needs'];
      if (sentence !== null) problems.add(file.path, file.at(path), 'impossible_seats', sentence);
    }
    if ((keys.afterApproval?.rollout ?? []).length > 0 && !movesTraffic(set, playbook.appliesTo.registry)) {
      const sentence =
        'only Vertex AI endpoints move traffic in steps; name such a registry in applies_to, or drop this';
      problems.add(file.path, file.at(['after_approval', 'rollout'], 'key'), 'unsupported_rollout', sentence);
    }
  }
  const file = [...files.values()].find(({ path }) => path === 'people.yaml' || path.endsWith('/people.yaml'));
  if (file !== undefined) checkDelegations(set.people.delegations, file, problems);
}

/** Roles whose members Slack knows, and roles that ask their owner, are left to the moment of asking. */
function impossible(rule: Rule, people: People): string | null {
  const pools = rule.people.flatMap(({ from, count }) => Array.from({ length: count }, () => from));
  const roles = pools.flat().map((role) => own(people.roles, role));
  if (
    pools.length === 0 ||
    roles.some((role) => role === undefined || !('people' in role.source) || role.onEmpty === 'ask_owner')
  ) {
    return null;
  }
  const active = Object.keys(people.people).filter((id) => own(people.people, id)?.active === true);
  const edges = active.map((person) => pools.map((pool) => pool.some((role) => counts(person, role, people))));
  const most = matchingSize(pools.length, edges);
  if (most >= pools.length) return null;
  return `"${rule.name}" needs ${pools.length} people, and only ${most} could ever agree`;
}

function counts(person: string, role: string, people: People): boolean {
  return (
    isIn(person, role, people) && !(own(people.roles, role)?.excludes ?? []).some((one) => isIn(person, one, people))
  );
}

function isIn(person: string, role: string, people: People): boolean {
  const source = own(people.roles, role)?.source;
  return source !== undefined && 'people' in source && source.people.includes(person);
}

function movesTraffic(set: PlaybookSet, registries: readonly string[] | null): boolean {
  const kinds = (registries ?? []).map((id) => set.org.connections.find((one) => one.id === id)?.kind);
  return kinds.length > 0 && kinds.every((kind) => kind === 'vertex');
}

function checkDelegations(delegations: readonly Delegation[], file: ParsedFile, problems: Problems): void {
  delegations.forEach((one, index) => {
    for (const other of delegations.slice(0, index)) {
      if (!overlap(one, other)) continue;
      const at = file.at(['delegations', index]);
      if (one.from === other.from) {
        problems.add(file.path, at, 'delegation', `${one.from} already delegates to ${other.to} in this time`);
      } else if (one.from === other.to || one.to === other.from) {
        problems.add(file.path, at, 'delegation', `this chains with the delegation from ${other.from} to ${other.to}`);
      }
    }
  });
}

function overlap(a: Delegation, b: Delegation): boolean {
  const ms = (text: string) => localMs(text) ?? 0;
  return ms(a.start) < ms(b.end) && ms(b.start) < ms(a.end);
}
