import type { KnownBlock } from '@slack/types';
import type { ApprovalRequest } from './approval-state.ts';
import { sections } from './blocks.ts';
import { label } from './clean.ts';
import { mostUrgent } from './most-urgent.ts';
import { bold, type Mrkdwn, md } from './mrkdwn.ts';
import { mentioning, type Person, peopleListed } from './people.ts';
import { type Decider, missingSeats, type Need, type UncountedVote } from './request-facts.ts';
import { listed } from './wording.ts';

const maxNeeds = 8;
const maxVotes = 3;

/** Who must agree and what does not count, while a request can be decided. */
export function needsSection(state: ApprovalRequest): KnownBlock[] {
  const { stage, needs, votesNotCounted, marks = [] } = state;
  if (stage.at !== 'open' && stage.at !== 'blocked') return [];
  const lines = needLines(needs, stage.at === 'open' ? mentioning() : ({ name }) => md`${label(name, 40)}`);
  const uncounted = uncountedLines(votesNotCounted);
  const marked = marks.slice(0, maxVotes).map((sentence) => md`› ${label(sentence, 200)}`);
  return lines.length + uncounted.length === 0
    ? []
    : sections([md`${bold('Approvals needed')}`, ...lines, ...marked, ...uncounted], 260);
}

/** One line a role: who has approved, how many are missing and who could, mentioned through `call`. */
function needLines(needs: readonly Need[], call: (person: Person) => Mrkdwn): Mrkdwn[] {
  const lines = mostUrgent(needs, (need) => missingSeats(need) > 0, maxNeeds).map((need) => needLine(need, call));
  return needs.length > maxNeeds ? [...lines, md`and ${needs.length - maxNeeds} more in Details`] : lines;
}

function needLine(need: Need, call: (person: Person) => Mrkdwn): Mrkdwn {
  const role = label(need.role, 60);
  const filled = listed(
    need.filledBy.map((name) => label(name, 60)),
    3,
  );
  const missing = missingSeats(need);
  if (missing === 0) return md`✓ ${role}: ${filled}`;
  const so = need.filledBy.length === 0 ? '' : `${filled} approved, `;
  const who = need.couldBeFilledBy;
  if (who.length === 0 && need.unread !== undefined)
    return md`… ${role}: ${so}${missing} more needed, but it is not known from whom. ${label(need.unread, 200)}`;
  if (who.length === 0) return md`… ${role}: ${so}${missing} more needed, nobody can give it now`;
  return md`… ${role}: ${so}${missing} more from ${peopleListed(who, call)}`;
}

/** `Risk (1 more) and Product (1 more)`; null when nothing is missing. */
export function missingText(needs: readonly Need[]): string | null {
  const open = needs.filter(missingSeats).map((need) => `${label(need.role, 40)} (${missingSeats(need)} more)`);
  return open.length === 0 ? null : listed(open, 4);
}

function uncountedLines(votes: readonly UncountedVote[]): Mrkdwn[] {
  const lines = votes
    .slice(0, maxVotes)
    .map(({ name, because }) => md`✗ The approval of ${label(name, 60)} does not count: ${label(because, 140)}`);
  return votes.length > maxVotes ? [...lines, md`and ${votes.length - maxVotes} more in Details`] : lines;
}

/** Who approved, in how long if that is said; or why nobody was asked. */
export function approvedLine(
  { deciders, auto = null }: { readonly deciders: readonly Decider[]; readonly auto?: string | null },
  time: string | null = null,
): Mrkdwn {
  if (auto !== null) return md`${label(auto, 300)}`;
  return md`Approved by ${decidersText(deciders)}${time === null ? '' : ` in ${time}`}.`;
}

/** `ana (ML engineering), mei (Risk) and tom (Product)`. */
export function decidersText(deciders: readonly Decider[]): string {
  return listed(
    deciders.map(({ name, role }) => `${label(name, 60)} (${label(role, 40)})`),
    6,
  );
}
