import { Refusal } from '#errors.ts';
import { readIntent } from '#views/intents.ts';
import { handlers } from './actions/index.ts';
import type { Scene } from './scene.ts';

/** Runs the handler of what was pressed or sent. Throws a Refusal for what no view of ours made. */
export async function runIntent(scene: Scene, name: string, value: string | undefined): Promise<void> {
  const intent = readIntent(name, value);
  if (intent === null) {
    throw new Refusal(
      'forged_press',
      'This button was not made by Countersign, or by an older one. Open the request anew with `/mlops requests`.',
    );
  }
  // `readIntent` has paired name and payload, which the type of a union cannot carry on to the handler.
  await Reflect.apply(handlers[intent.name], undefined, [intent.payload, scene]);
}
