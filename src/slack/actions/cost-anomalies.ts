import { type AnomalyAnswer, anomalyToAnswer, answerAnomaly } from '#operations/cost/answer-anomaly.ts';
import { readRowPress } from '#operations/effect-press.ts';
import { anomalyFields, explainAnomaly, muteAnomaly } from '#views/cost-anomaly.ts';
import type { Handlers } from '#views/intents.ts';
import { notice } from '#views/notice.ts';
import { refusal } from '#views/refusal.ts';
import type { Scene } from '../scene.ts';

/** What people say of days that cost more than usual. */
export const anomalyHandlers = {
  'anomaly-acknowledge': async ({ press }, scene) => {
    await answered(scene, press, { kind: 'acknowledge' });
    await scene.tell(refusal({ sentence: 'Recorded: the message says that you look into it.', links: [] }));
  },
  'anomaly-explain': async ({ press }, scene) => {
    const wait = { title: 'Explain it', what: 'the bill' };
    await scene.show(wait, async () => explainAnomaly(await anomalyToAnswer(scene.bot.setting, actOf(scene, press))));
  },
  'anomaly-explain-submit': async ({ press }, scene) => {
    const reason = scene.modal?.values.get(anomalyFields.reason) ?? '';
    await answered(scene, press, { kind: 'explain', reason });
    await scene.modal?.replace(notice({ title: 'Explained', lines: ['The message shows it.'] }));
  },
  'anomaly-mute': async ({ press }, scene) => {
    const wait = { title: 'Mute it', what: 'the bill' };
    await scene.show(wait, async () => muteAnomaly(await anomalyToAnswer(scene.bot.setting, actOf(scene, press))));
  },
  'anomaly-mute-submit': async ({ press }, scene) => {
    const reason = scene.modal?.values.get(anomalyFields.reason) ?? '';
    const days = Number(scene.modal?.values.get(anomalyFields.days) ?? '');
    await answered(scene, press, { kind: 'mute', reason, days });
    const done = 'The message shows until when. What is found meanwhile is still counted and recorded.';
    await scene.modal?.replace(notice({ title: 'Muted', lines: [done] }));
  },
} satisfies Partial<Handlers<Scene>>;

async function answered(scene: Scene, press: string, answer: AnomalyAnswer): Promise<void> {
  await answerAnomaly(scene.bot.setting, { ...actOf(scene, press), answer });
}

function actOf(scene: Scene, press: string) {
  const { teamId, slackUser } = scene.signed;
  return { teamId, slackUser, id: readRowPress(scene.bot.setting, 'anomaly', press) };
}
