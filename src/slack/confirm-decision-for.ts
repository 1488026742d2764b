import { confirmationOf } from '#operations/confirm-decision.ts';
import type { ConfirmedDecision } from '#operations/decide.ts';
import type { RequestRow } from '#operations/setting.ts';
import { confirmDecision, questions } from '#views/confirm-decision.ts';
import type { Scene } from './scene.ts';

/** Opens the modal in which a person decides; `seen` is what of the request they pressed on, if not the current state. */
export async function confirmDecisionFor(
  scene: Scene,
  row: RequestRow,
  decision: ConfirmedDecision,
  seen: { readonly generation: number; readonly code: string } = row,
): Promise<void> {
  const title = `${questions[decision]} ${row.code}?`;
  await scene.show({ title, what: `R-${row.number}` }, async () =>
    confirmDecision(await confirmationOf(scene.bot.setting, { ...scene.signed, requestId: row.id, decision, seen })),
  );
}
