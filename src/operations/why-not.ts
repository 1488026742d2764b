import type { NotCountedCode, VoteNotCounted } from '#playbook/verdict.ts';

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
];

/** Why a person cannot fill any seat of a request, said to them; null if a vote of theirs could. */
export function whyNot(not: VoteNotCounted | undefined): string | null {
  if (not === undefined || !lasting.includes(not.code)) return null;
  const cannot = 'so your approval cannot fill a seat';
  switch (not.code) {
    case 'requester':
      return `You asked for this, ${cannot}.`;
    case 'run_owner':
      return `You trained this version, ${cannot}.`;
    case 'contributor':
      return `You contributed to this version, ${cannot}.`;
    case 'data_owner':
      return `You own the data of this model, ${cannot}.`;
    case 'not_in_role':
      return `You are in none of the roles that this request needs, ${cannot}.`;
    default:
      return not.because;
  }
}
