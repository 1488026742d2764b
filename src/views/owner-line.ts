import type { Instant } from '#domain/instant.ts';
import { sections } from './blocks.ts';
import { label } from './clean.ts';
import type { Owner } from './duty-notice.ts';
import { type Message, message } from './frames.ts';
import { dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import { missingText } from './needs.ts';
import { mentioning, peopleListed } from './people.ts';
import type { Need } from './request-facts.ts';

/** What whoever owns the playbook of a request hears of it. */
export interface OwnerLine {
  readonly news: 'extended' | 'expired' | 'error' | 'replaced';
  readonly owner: Owner;
  /** Until when it could be decided, or can be now. */
  readonly deadline: Instant;
  /** What was or is still needed. */
  readonly needs: readonly Need[];
  /** Why it cannot be judged, as a sentence; or why it ended, of `error` and `replaced` only. */
  readonly because: string;
}

/** The line in the card's thread that tells the owner of the playbook that its people did not decide, or cannot. */
export function ownerLine(state: OwnerLine): Message {
  const { owner } = state;
  return message(
    sections(
      [
        happened(state),
        md`… ${label(owner.role, 60)} answers for the playbook: ${peopleListed(owner.people, mentioning())}`,
      ],
      900,
    ),
    owner.people.slice(0, 4),
  );
}

function happened({ news, deadline, needs, because }: OwnerLine): Mrkdwn {
  const missing = missingText(needs);
  const still = missing === null ? md`` : md` Missing: ${missing}.`;
  switch (news) {
    case 'extended':
      return md`… Nobody decided in time. The playbook gives as much time again, until ${dateToken(deadline)}.${still}`;
    case 'expired':
      return md`… Nobody decided until ${dateToken(deadline)}, so the request has expired.${still}`;
    case 'replaced':
      return md`✗ The files of this version are no longer those that were asked about: somebody replaced them, and nothing was carried out. Find out who may write to where they lie, and register what is to be served as a new version.`;
    case 'error':
      return md`✗ This cannot be judged, so nobody can approve it. ${label(because, 400)}`;
  }
}
