import { modelNamed } from '#operations/find-model.ts';
import { requestPromotion } from '#operations/request-promotion.ts';
import { openedText } from '../opened-text.ts';
import { promotionForm } from '../promotion-form.ts';
import { defineCommand } from './command.ts';

export const promote = defineCommand({
  name: 'promote',
  usage: '[<model> <version or alias>] [to <target>] [because …]',
  summary: 'ask that a version be given an alias; without a version, pick one',
  examples: [
    '/mlops promote fraud-scorer 7 to production because better recall on EU cards',
    '/mlops promote fraud-scorer challenger',
    '/mlops promote',
  ],
  async run(scene, words) {
    const { model, version, target, reason } = parsePromote(words);
    if (model === null || version === null) {
      const wait = { title: 'Request a promotion', what: 'the models' };
      await scene.show(wait, async () => {
        const row = model === null ? null : await modelNamed(scene.bot.setting, model);
        return promotionForm(scene, { model: row, target });
      });
      return;
    }
    const request = await requestPromotion(scene.bot.setting, {
      ...scene.signed,
      model: await modelNamed(scene.bot.setting, model),
      version,
      target: target ?? 'production',
      reason,
    });
    await scene.tell(openedText(request));
  },
});

export interface PromoteWords {
  readonly model: string | null;
  readonly version: string | null;
  readonly target: string | null;
  readonly reason: string;
}

/** Reads `<model> <version> to <target> because <reason>`; every part may be missing. */
export function parsePromote(words: string): PromoteWords {
  const [, asked = '', reason = ''] = /^(.*?)(?:(?:^|\s)because\b[\s:]*(.*))?$/is.exec(words.trim()) ?? [];
  const [, what = '', target] = /^(.*?)(?:(?:^|\s)to\s+(\S+))?\s*$/is.exec(asked) ?? [];
  const [model, version] = what.split(/\s+/).filter((word) => word !== '');
  return { model: model ?? null, version: version ?? null, target: target ?? null, reason: reason.trim() };
}
