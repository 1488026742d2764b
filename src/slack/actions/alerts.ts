import { Refusal } from '#errors.ts';
import { alertIdOfPress } from '#operations/drift-answers/alert-press.ts';
import type { Handlers } from '#views/intents.ts';
import type { Scene } from '../scene.ts';

/** What people do about a drift alert. */
export const alertHandlers = {
  'alert-retrain': ({ press }, scene) => unknown(scene, press),
  'alert-rollback': ({ press }, scene) => unknown(scene, press),
  'alert-rollback-submit': ({ press }, scene) => unknown(scene, press),
  'alert-acknowledge': ({ press }, scene) => unknown(scene, press),
  'alert-silence': ({ press }, scene) => unknown(scene, press),
  'alert-silence-submit': ({ press }, scene) => unknown(scene, press),
  'alert-unsilence': ({ press }, scene) => unknown(scene, press),
  'alert-false': ({ press }, scene) => unknown(scene, press),
  'alert-false-submit': ({ press }, scene) => unknown(scene, press),
} satisfies Partial<Handlers<Scene>>;

async function unknown(scene: Scene, press: string): Promise<void> {
  alertIdOfPress(scene.bot.setting, press);
  throw new Refusal('no_such_alert', 'This alert is not known here.');
}
