import {
  explainOutsideChange,
  mayAnswer,
  putBackPreview,
  requestPutBack,
} from '#operations/sentinel/answer-outside-change.ts';
import { outsideChangeOfPress, presented } from '#operations/sentinel/present-outside-change.ts';
import type { Handlers } from '#views/intents.ts';
import { messageNotice, notice } from '#views/notice.ts';
import { explainOutside, putBack } from '#views/outside-change.ts';
import { openedText } from '../opened-text.ts';
import type { Scene } from '../scene.ts';

/** What people answer to a change that others made in a registry. */
export const outsideChangeHandlers = {
  'outside-explain': async ({ press }, scene) => {
    const { setting } = scene.bot;
    const change = await outsideChangeOfPress(setting, press);
    await scene.show({ title: `Explain O-${change.number}`, what: 'the change' }, async () => {
      await mayAnswer(setting, { ...scene.signed, change });
      return explainOutside(await presented(setting, change));
    });
  },
  'outside-explain-submit': async ({ press }, scene) => {
    const { setting } = scene.bot;
    const change = await outsideChangeOfPress(setting, press);
    const reason = scene.modal?.values.get('reason') ?? '';
    await explainOutsideChange(setting, { ...scene.signed, change, reason });
    const done = `Why \`${change.target}\` of ${change.model} was changed is recorded, and shown in its message.`;
    await scene.modal?.replace(notice({ title: `Explained O-${change.number}`, lines: [done] }));
  },
  'outside-put-back': async ({ press }, scene) => {
    const { setting } = scene.bot;
    const change = await outsideChangeOfPress(setting, press);
    await scene.show({ title: 'Put it back?', what: 'the versions' }, async () =>
      putBack(await putBackPreview(setting, { ...scene.signed, change })),
    );
  },
  'outside-put-back-submit': async ({ press }, scene) => {
    const { setting } = scene.bot;
    const change = await outsideChangeOfPress(setting, press);
    const reason = scene.modal?.values.get('reason') ?? '';
    const request = await requestPutBack(setting, { ...scene.signed, change, reason });
    await scene.modal?.replace(messageNotice(`Request ${request.code}`, openedText(request)));
  },
} satisfies Partial<Handlers<Scene>>;
