import { type ModelRow, modelKey } from '#operations/find-model.ts';
import { promotionTargets } from '#operations/promotion-targets.ts';
import type { Modal } from '#views/frames.ts';
import type { Choice } from '#views/inputs.ts';
import { requestPromotion } from '#views/request-promotion.ts';
import type { Scene } from './scene.ts';

/** What is picked so far in the form that asks for a promotion. */
export interface Picked {
  readonly model: ModelRow | null;
  readonly target: string | null;
  readonly version?: Choice | null;
  readonly notice?: string | null;
}

/** The form as it stands with what is picked. */
export function promotionForm({ bot, signed }: Pick<Scene, 'bot' | 'signed'>, picked: Picked): Modal {
  const { model } = picked;
  const targets = model === null ? [] : promotionTargets(bot.setting, model);
  const target = picked.target !== null && targets.includes(picked.target) ? picked.target : (targets[0] ?? null);
  const holder = target === null ? undefined : model?.aliases[target];
  return requestPromotion({
    channel: signed.channel,
    model: model === null ? null : modelChoice(model),
    version: picked.version ?? null,
    targets: targets.map((alias) => ({ label: alias, value: alias })),
    target,
    champion: holder === undefined ? null : { version: holder },
    notice: picked.notice ?? null,
  });
}

export function modelChoice(model: ModelRow): Choice {
  const description = model.description === '' ? null : model.description;
  return { label: model.name, value: modelKey(model), description };
}
