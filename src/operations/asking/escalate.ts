import { epochMs } from '#domain/instant.ts';
import { type DueEscalation, dueEscalations } from '#playbook/asking/due-escalations.ts';
import { type AskRow, addAsk, asksOfRequest } from '#store/asks.ts';
import type { Executor } from '#store/database.ts';
import { recordHappening } from '../ledger-entry.ts';
import type { LoadedRequest } from '../load-request.ts';
import { peopleInRole } from '../roles/role-spells.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { isForSeat } from './asked-of.ts';

/**
 * Tells the roles and channels of `ask.escalate` whose time has come that a request waits, each once a generation.
 * Answers when the next one is due.
 */
export async function escalate(
  setting: Setting,
  tx: Executor,
  loaded: LoadedRequest,
  before: readonly AskRow[],
  since: Date,
): Promise<number | null> {
  const { row, policy } = loaded;
  const told = new Set(
    before.flatMap(({ step, generation }) => {
      const index = /^escalate:(\d+)$/.exec(step)?.[1];
      return index === undefined || generation !== row.generation ? [] : [Number(index)];
    }),
  );
  const { due, nextAt } = dueEscalations(policy.ask.escalate, told, since.getTime(), epochMs(setting.now()));
  const asked = new Set((await asksOfRequest(tx, row.workspaceId, row.id)).filter(isStanding).map((one) => one.asked));
  for (const step of due) await tell(setting, tx, loaded, step, asked);
  return nextAt;
}

/** Those in `asked` are reminded already. */
async function tell(
  setting: Setting,
  tx: Executor,
  loaded: LoadedRequest,
  step: DueEscalation,
  asked: ReadonlySet<string>,
): Promise<void> {
  const { row, policy } = loaded;
  const role = step.to === 'owner' ? policy.owner : step.to;
  const inChannel = role.startsWith('#');
  if ((await record(setting, tx, loaded, step, inChannel ? role : `role:${role}`)) === null) return;
  await recordHappening(setting, tx, row, {
    event: 'request_escalated',
    details: { to: step.to, after_ms: step.afterMs },
  });
  const inRole = inChannel ? [] : await peopleInRole(setting, tx, role, setting.now());
  const others = inRole.filter((person) => !asked.has(person));
  for (const person of others) await askPerson(setting, tx, loaded, step, person);
  await showMessage(setting, tx, {
    key: messageKeys.escalation(row.id, `${row.generation}:${step.index}`),
    channel: inChannel ? role : row.channel,
    ...(inChannel ? {} : { threadKey: messageKeys.card(row.id) }),
    content: { view: 'escalation-line', requestId: row.id, to: role, afterMs: step.afterMs },
  });
}

async function askPerson(
  setting: Setting,
  tx: Executor,
  loaded: LoadedRequest,
  step: DueEscalation,
  person: string,
): Promise<void> {
  const slackUser = setting.playbooks().set.people.people[person]?.slack[0];
  if (slackUser === undefined) return;
  const added = await record(setting, tx, loaded, step, person);
  if (added === null) return;
  await showMessage(setting, tx, {
    key: messageKeys.ask(added.noteId),
    channel: slackUser,
    content: { view: 'ask-note', noteId: added.noteId },
  });
}

async function record(
  setting: Setting,
  tx: Executor,
  { row, policy }: LoadedRequest,
  step: DueEscalation,
  asked: string,
): Promise<AskRow | null> {
  return await addAsk(tx, {
    id: setting.newId(),
    workspaceId: setting.workspaceId,
    requestId: row.id,
    generation: row.generation,
    shownGeneration: row.generation,
    asked,
    step: `escalate:${step.index}`,
    noteId: setting.newId(),
    askedAt: new Date(setting.now()),
    remindEveryMs: policy.ask.remindEveryMs,
  });
}

function isStanding(ask: AskRow): boolean {
  return isForSeat(ask) && ask.closedAt === null;
}
