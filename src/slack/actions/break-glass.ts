import { pressGlass } from '#operations/break-glass/press-glass.ts';
import { requestOfPress } from '#operations/load-request.ts';
import type { Handlers } from '#views/intents.ts';
import { notice } from '#views/notice.ts';
import { confirmGlassFor } from '../confirm-glass-for.ts';
import type { Scene } from '../scene.ts';

/** Deciding in an emergency, past the rules. */
export const glassHandlers = {
  'break-glass': async ({ press }, scene) => {
    const { row, seen } = await requestOfPress(scene.bot.setting, press, scene.signed.slackUser);
    await confirmGlassFor(scene, row, seen);
  },
  'break-glass-submit': async ({ press }, scene) => {
    const { setting } = scene.bot;
    const { row, seen } = await requestOfPress(setting, press, scene.signed.slackUser);
    const reason = scene.modal?.values.get('reason') ?? '';
    const pressId = scene.modal?.pressId ?? '';
    const changed = await pressGlass(setting, { ...scene.signed, requestId: row.id, seen, reason, pressId });
    const done =
      changed.state === 'open' || changed.state === 'approved'
        ? `Your press for R-${row.number} is recorded. Its card shows who else it takes.`
        : `The glass of R-${row.number} is broken. Its card shows how it is carried out, and who reviews it by when.`;
    await scene.modal?.replace(notice({ title: `Request ${row.code}`, lines: [done] }));
  },
} satisfies Partial<Handlers<Scene>>;
