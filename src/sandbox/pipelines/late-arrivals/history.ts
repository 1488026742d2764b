import type { SeedModel, SeedVersion } from '../../mlflow/seed-model.ts';
import { pipelineEngine } from '../engine/run-engine.ts';
import { dayMs } from './recipe.ts';
import { lateArrivalsTemplate } from './template.ts';
import type { Trainer } from './training.ts';

/** When the pretend company trained before, in days before the base instant; the newest of these serves. */
const trainedDaysAgo = [210, 154, 98];

/**
 * The model `late-arrivals` with the versions that the pipeline would have registered on those days: a champion that is
 * old enough to have lost some of what it learned. Computed anew each time, about a second a version.
 */
export async function lateArrivalsHistory(trainer: Trainer, baseMs: number): Promise<SeedModel> {
  const versions: SeedVersion[] = [];
  for (const daysAgo of trainedDaysAgo) versions.push(await trainedThen(trainer, baseMs, daysAgo, versions.at(-1)));
  return {
    name: 'late-arrivals',
    team: 'logistics',
    description: 'Tells which flights with parcels will land more than 15 minutes late, so that promised days hold.',
    aliases: { production: versions.length },
    versions,
  };
}

async function trainedThen(
  trainer: Trainer,
  baseMs: number,
  daysAgo: number,
  before: SeedVersion | undefined,
): Promise<SeedVersion> {
  const endMs = baseMs - daysAgo * dayMs;
  let made: SeedVersion | null = null;
  const template = lateArrivalsTemplate({
    trainer,
    createdMs: 0,
    registry: {
      async register({ model: _, ...training }) {
        made = { ...training, daysAgo };
        return '1';
      },
      champion: async () => (before === undefined ? null : { version: '1', params: before.params ?? {} }),
    },
  });
  const engine = pipelineEngine({ clock: () => endMs, templates: [template] });
  // An hour is more than a run takes.
  engine.start({ id: `history-${daysAgo}`, template: template.name, parameters: {}, atMs: endMs - 3_600_000 });
  await engine.settle();
  if (made === null) throw new Error('the history of late-arrivals came to no version');
  return made;
}
