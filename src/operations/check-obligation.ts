import { nextCheckAt, type ObligationVerdict } from '#playbook/obligations.ts';
import type { Executor } from '#store/database.ts';
import {
  changeObligation,
  lockObligation,
  type ObligationRow,
  obligationById,
  obligationsDue,
} from '#store/obligations.ts';
import { requestById } from '#store/requests.ts';
import { readPeopleAnew } from './actor.ts';
import { answerFailed, type FailedCheck, type FollowUp, readFollowUp } from './failed-obligation.ts';
import { freshSetting } from './fresh-setting.ts';
import { recordHappening } from './ledger-entry.ts';
import { readObligation } from './obligation-reading.ts';
import { endObligation } from './open-obligations.ts';
import type { Setting } from './setting.ts';
import { tellOwner } from './tell-owner.ts';

/** Sends every obligation whose time has come to be checked. */
export async function sweepObligations(setting: Setting): Promise<void> {
  for (const { id } of await obligationsDue(setting.db, setting.workspaceId, new Date(setting.now()))) {
    await setting.sendJob(setting.db, 'check-obligation', { obligationId: id });
  }
}

/**
 * Checks one obligation on what the registry says now, if it is due, and does what follows, in one transaction: a check
 * that failed does what the playbook says; what cannot be told is told to people and changes nothing. Throws
 * `UpstreamError` while the registry does not answer: nothing is recorded then.
 */
export async function checkObligation(setting: Setting, id: string): Promise<void> {
  const seen = await obligationById(setting.db, setting.workspaceId, id);
  if (seen === null || !isDue(setting, seen)) return;
  const request = await requestById(setting.db, setting.workspaceId, seen.requestId);
  if (request === null) throw new Error(`there is no request ${seen.requestId}`);
  const reading = await readObligation(setting, seen, request);
  const failed = reading.is === 'judged' && reading.verdict.status === 'failed';
  if (failed) await readPeopleAnew(setting);
  const followUp = failed ? await readFollowUp(setting, seen, request) : null;
  const acting = await freshSetting(setting);
  await setting.db.transaction(async (tx) => {
    const row = await lockObligation(tx, setting.workspaceId, id);
    if (row === null || !isDue(acting, row)) return;
    if (reading.is === 'superseded') await endObligation(acting, tx, row, request, 'superseded');
    else await record(acting, tx, { row, request, verdict: reading.verdict }, followUp);
  });
}

function isDue(setting: Setting, row: ObligationRow): boolean {
  return row.endedAt === null && row.nextCheckAt.getTime() <= Date.parse(setting.now());
}

async function record(setting: Setting, tx: Executor, check: FailedCheck, followUp: FollowUp | null): Promise<void> {
  const { request, verdict } = check;
  const next = nextOf(check.row, setting.now());
  const row = await changeObligation(tx, check.row, checked(check.row, verdict, setting.now(), next));
  await recordHappening(setting, tx, request, {
    event: 'obligation_checked',
    details: { obligation: row.id, status: verdict.status, because: verdict.because },
  });
  if (verdict.status === 'failed' && followUp !== null) await answerFailed(setting, tx, { ...check, row }, followUp);
  else if (verdict.status !== 'passed') {
    await tellOwner(setting, tx, row, { kind: 'unknown', because: verdict.because });
  }
  if (next === null) await endObligation(setting, tx, row, request, 'over');
}

function nextOf({ openedAt, untilAt, everyMs }: ObligationRow, now: string): string | null {
  return nextCheckAt({ openedAt: openedAt.toISOString(), untilAt: untilAt.toISOString(), everyMs }, now);
}

function checked(row: ObligationRow, verdict: ObligationVerdict, now: string, next: string | null) {
  return {
    checks: row.checks + 1,
    lastCheckedAt: new Date(now),
    lastStatus: verdict.status,
    lastBecause: verdict.because,
    ...(next === null ? {} : { nextCheckAt: new Date(next) }),
    // Once it holds again, the next time that it does not is news.
    ...(verdict.status === 'passed' ? { told: null } : {}),
  };
}
