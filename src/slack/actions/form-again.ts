import { Refusal } from '#errors.ts';
import type { Modal } from '#views/frames.ts';
import type { Scene } from '../scene.ts';

/** Shows what `work` makes; where a Refusal of this code says what is wrong, shows the form again with it. */
export async function orAgain(
  scene: Scene,
  code: string,
  work: () => Promise<Modal>,
  again: (mistakes: readonly string[]) => Promise<Modal>,
): Promise<void> {
  try {
    await scene.modal?.replace(await work());
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== code) throw error;
    scene.bot.note(error, code);
    await scene.modal?.replace(await again([error.message]));
  }
}

/** What was filled into a field of the form; empty for nothing. */
export function valueOf(scene: Scene, field: string): string {
  return scene.modal?.values.get(field) ?? '';
}
