import type { Reasoned } from '#playbook/mention.ts';
import type { NotCountedCode, VoteNotCounted } from '#playbook/verdict.ts';
import type { Names } from './names.ts';

/** Codes of people who can never fill a seat here, whatever else they do. */
const lasting: readonly NotCountedCode[] = [
  'unlinked',
  'deactivated',
  'bot',
  'guest',
  'external',
  'other_candidate',
  'not_in_role',
  'left_role',
  'too_new',
  'role_excluded',
  'joined_after_open',
  'requester',
  'run_owner',
  'contributor',
  'data_owner',
  'delegate_of_excluded',
  'policy_author',
  'delegation',
];

/** Why a person cannot fill any seat of a request, said to them; null if a vote of theirs could. */
export function whyNot(
  not: VoteNotCounted | undefined,
  say: (node: Reasoned) => string,
  names: Pick<Names, 'of'>,
): string | null {
  if (not === undefined || !lasting.includes(not.code)) return null;
  if (not.actingFor !== null) return `You cannot approve for ${names.of(not.actingFor)}: ${say(not)}.`;
  const because = saidToThem[not.code];
  return because === undefined ? `${say(not)}.` : `${because}, so your approval cannot fill a seat.`;
}

const saidToThem: Partial<Record<NotCountedCode, string>> = {
  requester: 'You asked for this',
  run_owner: 'You trained this version',
  contributor: 'You contributed to this version',
  data_owner: 'You own the data of this model',
  not_in_role: 'You are in none of the roles that this request needs',
  left_role: 'You have left the role that this request needs',
  too_new: 'You joined the role too recently',
  role_excluded: 'You are in a role whose members do not count here',
  joined_after_open: 'You joined the role after this was opened',
  delegate_of_excluded: 'You stand in for somebody who may not decide this',
  policy_author: 'You loosened this playbook less than 30 days ago',
};
