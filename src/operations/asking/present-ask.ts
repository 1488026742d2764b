import { roleName } from '#domain/role-name.ts';
import { type AskRow, asksOfNote } from '#store/asks.ts';
import { type RequestRow, requestById } from '#store/requests.ts';
import type { AskedRequest, AskNote } from '#views/ask-note.ts';
import type { EscalationLine } from '#views/escalation-line.ts';
import { verdictOf } from '../load-request.ts';
import { neededSeats } from '../needed-seats.ts';
import { ownerOf } from '../present-duty.ts';
import { presentRequest } from '../present-request.ts';
import { standingOf } from '../request-lines.ts';
import type { Setting } from '../setting.ts';
import { isForSeat, seatOf } from './asked-of.ts';
import { changedSince } from './what-changed.ts';

/** What somebody was asked in one message, as everything in it stands now. */
export async function askNoteOf(setting: Setting, noteId: string): Promise<AskNote> {
  const rows = await asksOfNote(setting.db, setting.workspaceId, noteId);
  const requests = await Promise.all(rows.map(({ ask, request }) => askedRequest(setting, ask, request)));
  return { kind: kindOf(rows[0]?.ask.step ?? ''), requests };
}

function kindOf(step: string): AskNote['kind'] {
  if (step.startsWith('again:')) return 'again';
  if (step.startsWith('remind:')) return 'reminder';
  return step.startsWith('escalate:') ? 'escalation' : 'first';
}

async function askedRequest(setting: Setting, ask: AskRow, request: RequestRow): Promise<AskedRequest> {
  const { loaded, names, card } = await presentRequest(setting, setting.db, request);
  const verdict = verdictOf(request);
  const seat = seatOf(verdict, ask.asked);
  const principal = seat?.principal ?? null;
  const seated = neededSeats(verdict).some(({ seats }) => seats.some(({ filledBy }) => filledBy?.person === ask.asked));
  const standing =
    request.state !== 'open'
      ? 'over'
      : seated
        ? 'approved'
        : seat === undefined && isForSeat(ask)
          ? 'not_needed'
          : 'asked';
  return {
    ...card,
    number: request.number,
    role: isForSeat(ask) && seat !== undefined ? roleName(seat.roles) : null,
    principal: principal === null ? null : names.of(principal),
    standing,
    outcome: standingOf(request, names),
    deadline: request.deadline.toISOString(),
    failing: card.evidence.filter(({ status }) => status !== 'passed').map(({ title }) => title),
    changed: standing === 'asked' ? await changedSince(setting.db, loaded, ask.asked) : [],
  };
}

/** What is said of a request that waits longer than its playbook wants; `to` is a role, or a channel as `#name`. */
export async function escalationOf(
  setting: Setting,
  about: { readonly requestId: string; readonly to: string; readonly afterMs: number },
): Promise<EscalationLine> {
  const row = await requestById(setting.db, setting.workspaceId, about.requestId);
  if (row === null) throw new Error(`there is no request ${about.requestId}`);
  const { names, card } = await presentRequest(setting, setting.db, row);
  const owner = about.to.startsWith('#') ? null : await ownerOf(setting, names, about.to);
  return {
    facts: card,
    told: owner === null ? null : { role: owner.role, people: owner.people.map(({ name }) => name) },
    afterMs: about.afterMs,
    deadline: row.deadline.toISOString(),
    needs: card.needs,
    press: card.press,
  };
}
