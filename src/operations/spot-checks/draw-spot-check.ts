import { digestOf } from '#domain/digest.ts';
import { draw } from '#maturity/draw.ts';
import { answersLastDays } from '#maturity/rung.ts';
import type { Database } from '#store/database.ts';
import { appendLedger } from '#store/ledger.ts';
import { ledgerEnds } from '#store/ledger-of-workspace.ts';
import {
  addSpotCheck,
  spotCheckDrawn,
  spotChecksSince,
  type VerifiedClaim,
  verifiedClaims,
} from '#store/spot-checks.ts';
import { ownersAccount } from '../assess/who-may-assess.ts';
import { thisWeek } from '../maturity/weeks.ts';
import type { Setting } from '../setting.ts';
import { showSpotCheck } from './present-spot-check.ts';

/**
 * Draws one of a week's verified claims and asks the owner of its model to show what is behind it: once a week, however
 * often and wherever this runs. What was drawn within the time that an answer counts is left alone, and so is what has no
 * owner in Slack. The lot is drawn with the end of the ledger, so nobody can choose and everybody can check.
 */
export async function drawSpotCheck(setting: Setting, week: string): Promise<void> {
  const { db, workspaceId } = setting;
  // Of a week that is over, what was verified then may not be so any more.
  if (week !== thisWeek(setting) || (await spotCheckDrawn(db, workspaceId, week))) return;
  const claims = await drawable(setting, db, week);
  const seed = (await ledgerEnds(db, workspaceId)).head.hash;
  const drawn = draw(claims, seed);
  const person = drawn === null ? null : ownersAccount(setting, drawn.model);
  if (drawn === null || person === null) return;
  const id = setting.newId();
  const drawnAt = new Date(setting.now());
  await db.transaction(async (tx) => {
    const { model, capability } = drawn;
    if (!(await addSpotCheck(tx, { id, workspaceId, week, model, capability, person, drawnAt }))) return;
    await showSpotCheck(setting, tx, { id, person });
    await appendLedger(tx, {
      workspaceId,
      event: 'spot_check_drawn',
      at: drawnAt,
      entry: {
        check: id,
        week,
        model,
        capability,
        seed,
        among: claims.length,
        claims: digestOf(claims.map((one) => [one.model, one.capability])),
      },
    });
  });
}

async function drawable(setting: Setting, db: Database, week: string): Promise<readonly VerifiedClaim[]> {
  const { workspaceId } = setting;
  const since = new Date(new Date(setting.now()).getTime() - answersLastDays * 86_400_000);
  const [claims, drawn] = await Promise.all([
    verifiedClaims(db, workspaceId, week),
    spotChecksSince(db, workspaceId, since),
  ]);
  const key = ({ model, capability }: VerifiedClaim) => `${model}\n${capability}`;
  const before = new Set(drawn.map(key));
  return claims.filter((claim) => !before.has(key(claim)) && ownersAccount(setting, claim.model) !== null);
}
