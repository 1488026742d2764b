import { type ModelRow, modelKey } from '#operations/find-model.ts';
import { shownRuns } from '#operations/retraining/present-run.ts';
import type { Message } from '#views/frames.ts';
import { runList } from '#views/run-list.ts';
import type { Scene } from './scene.ts';

/** Runs on one page, so that it stays below what a message holds. */
const pageSize = 10;

/** Runs of a model, or of all, from the `offset`th on. */
export async function runsPage({ bot }: Scene, model: ModelRow | null, offset: number): Promise<Message> {
  const { setting } = bot;
  const page = await shownRuns(setting, { model, offset, limit: pageSize });
  const only = model === null ? null : { key: modelKey(model), name: model.name };
  return runList({ ...page, offset, only, now: setting.now() });
}
