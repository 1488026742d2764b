import { prepareWithdrawal, withdrawCriterion } from '#operations/criteria/withdraw-criterion.ts';
import { requestOfPress } from '#operations/load-request.ts';
import { confirmCriterionWithdrawal } from '#views/criterion.ts';
import type { Handlers } from '#views/intents.ts';
import { notice } from '#views/notice.ts';
import type { Scene } from '../scene.ts';

/** Withdrawing what a rejection demanded of the next candidate. */
export const criterionHandlers = {
  'criterion-withdraw': async ({ press }, scene) => {
    const { setting } = scene.bot;
    const { row } = await requestOfPress(setting, press, scene.signed.slackUser);
    await scene.show({ title: `Withdraw R-${row.number}?`, what: `what R-${row.number} demands` }, async () =>
      confirmCriterionWithdrawal({
        what: await prepareWithdrawal(setting, { ...scene.signed, requestId: row.id }),
        model: row.modelName,
        target: row.target,
        request: row.number,
        press,
      }),
    );
  },
  'criterion-withdraw-submit': async ({ press }, scene) => {
    const { setting } = scene.bot;
    const { row } = await requestOfPress(setting, press, scene.signed.slackUser);
    const reason = scene.modal?.values.get('reason') ?? '';
    await withdrawCriterion(setting, { ...scene.signed, requestId: row.id, reason });
    const done = `What R-${row.number} demanded is withdrawn. Candidates are not held to it any more.`;
    await scene.modal?.replace(notice({ title: `Request R-${row.number}`, lines: [done] }));
  },
} satisfies Partial<Handlers<Scene>>;
