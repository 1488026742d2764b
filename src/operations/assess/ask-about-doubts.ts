import type { Json } from '#domain/canonical-json.ts';
import { answerAbout, type Mismatch, mismatches } from '#maturity/assess-answers.ts';
import type { ObservedCharacteristics } from '#maturity/observed-characteristics.ts';
import { newestAssessment } from '#store/assessments.ts';
import { addDoubts } from '#store/characteristic-doubts.ts';
import { appendLedger } from '#store/ledger.ts';
import type { Setting } from '../setting.ts';
import { showDoubts } from './present-doubts.ts';
import { type DeclaredUseCase, declaredUseCase } from './use-case.ts';
import { ownersAccount } from './who-may-assess.ts';

/**
 * Asks the owner of a model, in one direct message, about all that is declared of its use case and looks otherwise. Each
 * answer is doubted once, however often this is called; a model without an owner in Slack is left alone.
 */
export async function askAboutDoubts(setting: Setting, model: string, seen: ObservedCharacteristics): Promise<void> {
  const { set } = setting.playbooks();
  const owner = ownersAccount(setting, model);
  const declared = declaredUseCase(set, model, await newestAssessment(setting.db, setting.workspaceId, model));
  if (owner === null || declared === null) return;
  const found = mismatches(declared.characteristics, seen);
  if (found.length === 0) return;
  await setting.db.transaction(async (tx) => {
    const askId = setting.newId();
    const at = new Date(setting.now());
    const rows = found.map((one) => rowOf(setting, { model, one, declared, askId, asked: owner, at }));
    const added = await addDoubts(tx, rows);
    if (added.length === 0) return;
    await showDoubts(setting, tx, { askId, person: owner });
    const doubts = added.map(
      ({ characteristic, declared: said, because }): Json => ({ characteristic, said, because }),
    );
    const entry = { ask: askId, model, doubts };
    await appendLedger(tx, { workspaceId: setting.workspaceId, event: 'use_case_doubted', at, entry });
  });
}

function rowOf(
  setting: Setting,
  of: {
    readonly model: string;
    readonly one: Mismatch;
    readonly declared: DeclaredUseCase;
    readonly askId: string;
    readonly asked: string;
    readonly at: Date;
  },
) {
  const { model, one, declared, askId, asked, at } = of;
  return {
    id: setting.newId(),
    workspaceId: setting.workspaceId,
    model,
    characteristic: one.characteristic,
    declared: answerAbout(one.characteristic, declared.characteristics).values,
    because: one.because,
    askId,
    declaredBy: declared.answered?.person ?? null,
    declaredAt: declared.answered === null ? null : new Date(declared.answered.at),
    person: asked,
    askedAt: at,
  };
}
