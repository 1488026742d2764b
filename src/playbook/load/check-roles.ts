import { clashOf } from '../delegation-clash.ts';
import { matchable } from '../email-match.ts';
import { localMs } from '../freeze.ts';
import { own } from '../own.ts';
import type { Delegation, People, PlaybookSet } from '../playbook.ts';
import type { ParsedFile } from './parse-file.ts';
import type { Problems } from './problems.ts';

type Report = (path: readonly PropertyKey[], code: string, sentence: string) => void;

/** Reports roles that nobody is in, or nobody of whom could count, and delegations that can do nothing. */
export function checkRoles(set: PlaybookSet, files: ReadonlyMap<string, ParsedFile>, problems: Problems): void {
  const file = [...files.values()].find(({ path }) => path === 'people.yaml' || path.endsWith('/people.yaml'));
  if (file === undefined) return;
  const report: Report = (path, code, sentence) => problems.add(file.path, file.at(path), code, sentence);
  checkAccounts(set, report);
  checkMembers(set.people, report);
  set.people.delegations.forEach((one, index) => {
    checkDelegation(one, index, set.people, report);
    for (const other of set.people.delegations.slice(0, index)) checkPair(one, other, index, report);
  });
}

/** Reports people whom no Slack account could ever be linked to. */
function checkAccounts(set: PlaybookSet, report: Report): void {
  const reachable = new Set(matchable(set).values());
  for (const [id, { slack }] of Object.entries(set.people.people)) {
    if (slack.length > 0 || reachable.has(id)) continue;
    const sentence = set.org.identity.allowEmailMatch
      ? `no Slack account can be linked to ${id}: write slack: U…, or an e-mail address of a domain in identity.domains of org.yaml`
      : `${id} has no Slack account: write slack: U…, or set identity.allow_email_match and identity.domains in org.yaml`;
    report(['people', id], 'unlinked', sentence);
  }
}

function checkMembers({ people, roles }: People, report: Report): void {
  const members = new Map(
    Object.entries(roles).map(([id, { source }]) => [id, 'people' in source ? new Set(source.people) : null]),
  );
  for (const [id, role] of Object.entries(roles)) {
    const all = members.get(id);
    if (all === null || all === undefined) continue;
    const path = ['roles', id, 'people'];
    const active = [...all].filter((person) => own(people, person)?.active !== false);
    if (active.length === 0) {
      if (role.onEmpty === 'ask_owner') continue;
      const who = all.size === 0 ? 'nobody' : 'nobody active';
      report(path, 'empty_role', `${who} is in the role ${id}; name people, or write on_empty: ask_owner`);
    } else if (active.every((person) => role.excludes.some((other) => members.get(other)?.has(person) === true))) {
      const sentence = `everybody in the role ${id} is also in a role that it excludes, so nobody could ever count for it; take somebody else, or exclude less`;
      report(['roles', id, 'excludes'], 'empty_role', sentence);
    }
  }
}

function checkDelegation({ from, roles: named }: Delegation, index: number, { roles }: People, report: Report): void {
  named.forEach((id, at) => {
    const source = own(roles, id)?.source;
    if (source === undefined || !('people' in source) || source.people.includes(from)) return;
    const sentence = `${from} is not in the role ${id}, so nobody can act for them there; drop this role`;
    report(['delegations', index, 'roles', at], 'delegation', sentence);
  });
}

function checkPair(one: Delegation, other: Delegation, index: number, report: Report): void {
  const clash = clashOf(spellOf(one), spellOf(other));
  if (clash === 'taken') {
    const sentence = `${one.from} already delegates to ${other.to} in this time; end that one first`;
    report(['delegations', index], 'delegation', sentence);
  } else if (clash === 'chain') {
    const sentence = `this chains with the delegation from ${other.from} to ${other.to}, which is never followed; name the last person`;
    report(['delegations', index], 'delegation', sentence);
  }
}

function spellOf({ from, to, start, end }: Delegation) {
  return { from, to, startMs: localMs(start) ?? 0, endMs: localMs(end) ?? 0 };
}
