import { digestOf } from '#domain/digest.ts';
import { epochMs } from '#domain/instant.ts';
import { roleName } from '#domain/role-name.ts';
import { Refusal } from '#errors.ts';
import { inRoles } from '#playbook/evaluate/membership.ts';
import type { BreakGlass } from '#playbook/keys.ts';
import { requestById } from '#store/requests.ts';
import { addVote, votesOf } from '#store/votes.ts';
import type { ConfirmGlass } from '#views/confirm-glass.ts';
import { type Actor, actorOf, listedActor } from '../actor.ts';
import { applyJudgement } from '../apply-judgement.ts';
import { refuseUnlessDecidable } from '../decidable.ts';
import { bind, judgeBound, votesFrom } from '../judge.ts';
import { recordHappening } from '../ledger-entry.ts';
import { holdRequest, type LoadedRequest, loadRequest } from '../load-request.ts';
import { readNames } from '../names.ts';
import { requestFacts } from '../present-request.ts';
import { writePress } from '../press.ts';
import { refusalsRecorded } from '../refusals-recorded.ts';
import type { RequestRow, Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { breakGlassFor, pressesThatHold } from './glass-of.ts';

/** Who decides about which request past its rules, and what of it they were shown. */
export interface GlassAct {
  readonly teamId: string;
  readonly slackUser: string;
  readonly requestId: string;
  readonly seen: { readonly generation: number; readonly code: string };
}

/** What the modal says before an emergency decision. Throws a Refusal if the person may not take part in one. */
export async function glassToConfirm(setting: Setting, act: GlassAct): Promise<Omit<ConfirmGlass, 'reason'>> {
  return await refusalsRecorded(setting, { ...act, decision: 'break_glass' }, async () => {
    const actor = listedActor(setting, await actorOf(setting, act));
    const row = await requestById(setting.db, setting.workspaceId, act.requestId);
    if (row === null) throw new Error(`there is no request ${act.requestId}`);
    const loaded = await loadRequest(setting, setting.db, row);
    const { glass, missing } = check(setting, loaded, actor, act);
    const names = await readNames(setting, setting.db);
    return {
      facts: await requestFacts(setting, setting.db, loaded, names),
      missing: missing - 1,
      roles: roleName(glass.by),
      validForMs: glass.validForMs,
      review: { by: roleName(glass.review.by), withinMs: glass.review.withinMs, ifMissed: glass.review.ifMissed },
      press: writePress(setting, {
        number: row.number,
        generation: row.generation,
        code: row.code,
        openedBy: act.slackUser,
      }),
    };
  });
}

/**
 * Records one person's part of an emergency decision, once for each press; with enough of them the request is decided
 * past its rules, evidence, blocks and gates, and the review is owed. One transaction.
 */
export async function pressGlass(
  setting: Setting,
  act: GlassAct & { readonly reason: string; readonly pressId: string },
): Promise<RequestRow> {
  return await refusalsRecorded(setting, { ...act, decision: 'break_glass' }, async () => {
    const actor = listedActor(setting, await actorOf(setting, act));
    return await setting.db.transaction(async (tx) => {
      const row = await holdRequest(setting, tx, act.requestId);
      const loaded = await loadRequest(setting, tx, row);
      if (loaded.votes.some((vote) => vote.pressId === act.pressId && vote.person === actor.person)) return row;
      check(setting, loaded, actor, act);
      const reason = act.reason.trim();
      if (Array.from(reason).length < 10) {
        throw new Refusal('no_reason', 'Say in at least 10 characters what the emergency is; it stays on the record.');
      }
      const binding = bind(loaded.policy, setting.playbooks(), loaded.facts);
      const now = setting.now();
      const before = judgeBound(binding, loaded.facts, votesFrom(loaded.votes), now);
      await addVote(tx, {
        workspaceId: setting.workspaceId,
        requestId: row.id,
        generation: row.generation,
        person: actor.person,
        slackUser: actor.slackUser,
        actingFor: null,
        decision: 'break_glass',
        reason,
        subjectDigest: loaded.facts.subject.digest,
        evidence: { ...before.fingerprints },
        code: act.seen.code,
        pressId: act.pressId,
        at: new Date(now),
      });
      const votes = await votesOf(tx, setting.workspaceId, row.id);
      await recordHappening(setting, tx, row, {
        event: 'glass_pressed',
        actor: { person: actor.person, slackUser: actor.slackUser, actingFor: null },
        details: { reason_digest: digestOf(reason), evidence_seen: before.fingerprints, source: act.pressId },
      });
      const judged = judgeBound(binding, loaded.facts, votesFrom(votes), now);
      const changed = await applyJudgement(setting, tx, row, judged, true);
      const vote = votes.at(-1);
      if (vote !== undefined) {
        await showMessage(setting, tx, {
          key: messageKeys.vote(row.id, vote.id),
          channel: row.channel,
          threadKey: messageKeys.card(row.id),
          content: { view: 'vote-line', requestId: row.id, voteId: vote.id },
        });
      }
      return changed;
    });
  });
}

function check(
  setting: Setting,
  { row, policy, facts, votes }: LoadedRequest,
  actor: Actor & { readonly person: string },
  { seen }: GlassAct,
): { readonly glass: BreakGlass; readonly missing: number } {
  refuseUnlessDecidable(row);
  const name = `R-${row.number}`;
  if (seen.generation !== row.generation || seen.code !== row.code) {
    throw new Refusal(
      'not_current',
      `What you were shown has changed: ${name} now stands for code ${row.code}. Look at its card, then decide again; nothing was recorded.`,
    );
  }
  const { current } = bind(policy, setting.playbooks(), facts);
  const glass = breakGlassFor(policy, row.action);
  const now = breakGlassFor(current ?? policy, row.action);
  if (glass === null || now === null) {
    throw new Refusal(
      'no_break_glass',
      `The playbook “${row.playbook}” has no emergency way for this. The card of ${name} says who can decide it.`,
    );
  }
  const mine = inRoles(facts, actor.person, glass.by, epochMs(setting.now())) === true;
  if (!mine || inRoles(facts, actor.person, now.by, epochMs(setting.now())) !== true) {
    throw new Refusal(
      'not_in_role',
      `Only ${roleName(glass.by)} can break the glass here. Ask one of them; the card of ${name} says who else can decide.`,
    );
  }
  const pressed = pressesThatHold(votes, glass, setting.now());
  if (row.state === 'overridden') {
    throw new Refusal(
      'already_broken',
      `The glass is broken already: ${name} is being carried out. Its card shows how.`,
    );
  }
  const missing = Math.max(glass.count, now.count) - pressed.length;
  if (pressed.some(({ person }) => person === actor.person)) {
    throw new Refusal(
      'pressed_already',
      `You have broken the glass for ${name} already; ${missing} more of ${roleName(glass.by)} have to. Ask one of them.`,
    );
  }
  return { glass, missing };
}
