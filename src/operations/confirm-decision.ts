import { roleName } from '#domain/role-name.ts';
import { inRoles } from '#playbook/evaluate/membership.ts';
import type { CriterionFilled } from '#views/criterion-fields.ts';
import type { ConfirmDecision } from '#views/decision-consequences.ts';
import { criterionFormOf } from './criteria/criterion-form.ts';
import { type ConfirmedDecision, type DecisionAct, prepareDecision } from './decide.ts';
import { type LoadedRequest, loadRequest } from './load-request.ts';
import { readNames } from './names.ts';
import { evidenceRows, needsOf, requestFacts } from './present-request.ts';
import { writePress } from './press.ts';
import { rollbackConfirmation } from './request-rollback.ts';
import type { RequestRow, Setting } from './setting.ts';
import { isCarriedOut, placeOf, versionBefore } from './taken-back.ts';

/** What was filled in and cannot be taken, and why. */
export interface FilledAgain {
  readonly reason: string;
  readonly criterion: CriterionFilled;
  readonly mistakes: readonly string[];
}

/**
 * What the confirm modal says before a person decides; `again` where it is shown once more. Throws a Refusal
 * if they may not.
 */
export async function confirmationOf(
  setting: Setting,
  act: DecisionAct & { readonly decision: ConfirmedDecision },
  again: FilledAgain | null = null,
): Promise<ConfirmDecision> {
  const preview = await prepareDecision(setting, act);
  const { row, verdict, actingFor: principal } = preview;
  const [loaded, names] = await Promise.all([loadRequest(setting, setting.db, row), readNames(setting, setting.db)]);
  const failing = new Set(preview.failing.map(({ id }) => id));
  const notPassed = verdict.evidence.filter(({ id, status }) => failing.has(id) && status !== 'passed');
  const rows = evidenceRows({ ...verdict, evidence: notPassed }, loaded);
  return {
    facts: await requestFacts(setting, setting.db, loaded, names),
    decision: act.decision,
    as: {
      role: actingRole(act.decision, preview.roles, loaded, principal ?? preview.actor.person, setting),
      actingFor: principal === null ? null : names.of(principal),
    },
    ...(principal === null ? {} : { principal }),
    needsAfter: needsOf(verdict, names),
    ...(act.decision === 'block' ? { othersLift: othersLift(loaded.policy) } : {}),
    ...(await wayBackFrom(setting, act, row)),
    gates: verdict.gates.map(({ gate, name, until, because }) => ({ kind: gate, name, until, because })),
    failing: act.decision === 'approve' ? rows : [],
    ...(act.decision === 'reject' ? criterionFormOf(loaded, again) : {}),
    ...(again === null ? {} : { reason: again.reason }),
    reasonRequired: preview.reasonRequired ? whyReason(act.decision, rows.length > 0, principal !== null) : null,
    press: writePress(setting, {
      number: row.number,
      generation: row.generation,
      code: row.code,
      openedBy: act.slackUser,
    }),
  };
}

/** Roles whose people may lift a block that somebody else placed. */
function othersLift({ block }: LoadedRequest['policy']): readonly string[] {
  return block.liftedBy === 'same_person' ? [] : block.liftedBy.map((role) => roleName([role]));
}

/** Where an approval is taken back too late, what that asks for. Throws a Refusal if there is nothing to go back to. */
async function wayBackFrom(
  setting: Setting,
  act: DecisionAct,
  row: RequestRow,
): Promise<Pick<ConfirmDecision, 'wayBack'>> {
  if (act.decision !== 'withdraw' || !isCarriedOut(row)) return {};
  if (row.state === 'verified') await rollbackConfirmation(setting, { ...act, ...placeOf(row) });
  return { wayBack: { to: versionBefore(row), done: row.state === 'verified' } };
}

function whyReason(decision: ConfirmedDecision, evidenceFails: boolean, instead: boolean): string {
  if (decision === 'withdraw') return 'whoever approves the way back reads it';
  if (instead) return 'you approve for somebody else';
  return evidenceFails ? 'evidence does not pass' : 'the playbook asks for one';
}

/** The role a person is seen to act in: that of the seat they fill, else the first of theirs that may decide here. */
function actingRole(
  decision: ConfirmedDecision,
  filled: readonly string[],
  { policy, facts }: LoadedRequest,
  person: string,
  setting: Setting,
): string {
  if (filled.length > 0) return roleName(filled);
  const now = Date.parse(setting.now());
  const candidates =
    decision !== 'approve' && decision !== 'withdraw'
      ? policy.block.by
      : policy.rules.flatMap((rule) => rule.people.flatMap((need) => need.from));
  const held = [...new Set(candidates)].filter((role) => inRoles(facts, person, [role], now) === true);
  return roleName(held.slice(0, 1));
}
