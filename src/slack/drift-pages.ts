import { driftListOf, driftPageOf } from '#operations/drift-answers/drift-overview.ts';
import type { ModelRow } from '#operations/find-model.ts';
import { alertsShown, driftList } from '#views/drift-list.ts';
import { driftPage } from '#views/drift-page.ts';
import type { Message } from '#views/frames.ts';
import type { Scene } from './scene.ts';

/** Open alerts of all models, or everything about the drift of one, from the `offset`th alert on. */
export async function driftPages({ bot }: Scene, model: ModelRow | null, offset: number): Promise<Message> {
  const { setting } = bot;
  const page = { offset, limit: alertsShown };
  return model === null
    ? driftList(await driftListOf(setting, page))
    : driftPage(await driftPageOf(setting, model, page));
}
