import { askAgain, claimAsMine, claimAsShared, notMine } from '#operations/claims/answer-claim.ts';
import { decideIdle } from '#operations/claims/answer-idle.ts';
import { claimFormOf } from '#operations/claims/present-claim.ts';
import { idleToStop } from '#operations/claims/present-idle.ts';
import { readRowPress } from '#operations/effect-press.ts';
import { requestStop, stopPreview } from '#operations/stops/request-stop.ts';
import { claimForm, teamField } from '#views/claim-card.ts';
import type { Handlers } from '#views/intents.ts';
import { messageNotice, notice } from '#views/notice.ts';
import { refusal } from '#views/refusal.ts';
import { confirmStop } from '#views/stop-form.ts';
import { openedText } from '../opened-text.ts';
import type { Scene } from '../scene.ts';

/** Whose something on the bill is, and what becomes of what is left on. */
export const claimHandlers = {
  'claim-mine': async ({ press }, scene) => {
    const act = actOf(scene, 'claim', press);
    const wait = { title: 'Take it over?', what: 'the bill' };
    await scene.show(wait, async () => claimForm(await claimFormOf(scene.bot.setting, act)));
  },
  'claim-mine-submit': async ({ press }, scene) => {
    const team = scene.modal?.values.get(teamField) ?? '';
    await claimAsMine(scene.bot.setting, { ...actOf(scene, 'claim', press), team });
    const done = `From tomorrow it counts for team ${team}. The card shows it, and can ask again.`;
    await scene.modal?.replace(notice({ title: 'Taken over', lines: [done] }));
  },
  'claim-shared': async ({ press }, scene) => {
    await claimAsShared(scene.bot.setting, actOf(scene, 'claim', press));
    await said(scene, 'Recorded: from tomorrow it counts as shared.');
  },
  'claim-not-mine': async ({ press }, scene) => {
    await notMine(scene.bot.setting, actOf(scene, 'claim', press));
    await said(scene, 'Thank you: it is recorded that this is not yours.');
  },
  'claim-again': async ({ press }, scene) => {
    await askAgain(scene.bot.setting, actOf(scene, 'claim', press));
    await said(
      scene,
      'It is asked again, in a new message. From tomorrow it counts as nobody’s until somebody answers.',
    );
  },
  'idle-stop': async ({ press }, scene) => {
    const act = actOf(scene, 'idle', press);
    const wait = { title: 'Stop it?', what: 'what is left on' };
    await scene.show(wait, async () => {
      const card = await idleToStop(scene.bot.setting, act);
      return confirmStop(card, await stopPreview(scene.bot.setting, act));
    });
  },
  'idle-stop-submit': async ({ press }, scene) => {
    const act = actOf(scene, 'idle', press);
    const opened = await requestStop(scene.bot.setting, act);
    if ('code' in opened) {
      await scene.modal?.replace(messageNotice(`Request ${opened.code}`, openedText(opened)));
      return;
    }
    await decideIdle(scene.bot.setting, { ...act, decision: 'stop', because: opened.because });
    const done = 'Its owners are asked to stop it, in the thread of its card. It is on until they do.';
    await scene.modal?.replace(notice({ title: 'Asked to stop it', lines: [done] }));
  },
  'idle-stopped': async ({ press }, scene) => {
    await decideIdle(scene.bot.setting, { ...actOf(scene, 'idle', press), decision: 'stopped' });
    await said(scene, 'Recorded. If the usage of the next days shows it still on, it is asked about again.');
  },
  'idle-keep': async ({ press }, scene) => {
    await decideIdle(scene.bot.setting, { ...actOf(scene, 'idle', press), decision: 'keep' });
    await said(scene, 'Recorded: it is kept for 7 days, and asked about again if it is still unused then.');
  },
  'idle-not-mine': async ({ press }, scene) => {
    await decideIdle(scene.bot.setting, { ...actOf(scene, 'idle', press), decision: 'not_mine' });
    await said(scene, 'Thank you: it is recorded that this is not yours.');
  },
} satisfies Partial<Handlers<Scene>>;

function actOf(scene: Scene, about: 'claim' | 'idle', press: string) {
  const { teamId, slackUser } = scene.signed;
  return { teamId, slackUser, id: readRowPress(scene.bot.setting, about, press) };
}

async function said(scene: Scene, sentence: string): Promise<void> {
  await scene.tell(refusal({ sentence, links: [] }));
}
