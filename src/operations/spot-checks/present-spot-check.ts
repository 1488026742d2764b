import type { Executor } from '#store/database.ts';
import { modelsNamed } from '#store/models.ts';
import { type SpotCheckRow, spotCheckById } from '#store/spot-checks.ts';
import type { SpotCheck } from '#views/spot-check.ts';
import { rowPress } from '../effect-press.ts';
import { scopeKey } from '../maturity/scope-named.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';

/** A spot check as it stands now. Throws an Error if there is none. */
export async function spotCheckShown(setting: Setting, id: string): Promise<SpotCheck> {
  const row = await spotCheckById(setting.db, setting.workspaceId, id);
  if (row === null) throw new Error(`there is no spot check ${id}`);
  const { capability, drawnAt, answeredAt, answeredBy, shown, note } = row;
  const names = await readNames(setting, setting.db);
  const [place] = await modelsNamed(setting.db, setting.workspaceId, row.model);
  return {
    model: place?.name ?? row.model,
    capability,
    drawnAt: drawnAt.toISOString(),
    answered:
      answeredAt === null || answeredBy === null || shown === null
        ? null
        : { by: names.of(answeredBy), at: answeredAt.toISOString(), shown, note: note ?? '' },
    scope: place === undefined ? null : scopeKey({ kind: 'model', model: place }),
    press: rowPress(setting, 'spot-check', id),
  };
}

/** Asks whoever was drawn, or shows them what became of it. */
export async function showSpotCheck(
  setting: Setting,
  tx: Executor,
  { id, person }: Pick<SpotCheckRow, 'id' | 'person'>,
): Promise<void> {
  const content = { view: 'spot-check', checkId: id } as const;
  await showMessage(setting, tx, { key: messageKeys.spotCheck(id), channel: person, content });
}
