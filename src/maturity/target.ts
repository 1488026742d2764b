import type { Characteristics } from '#domain/maturity.ts';
import type { Level } from './level.ts';

const manyPipelines = 5;

/** The level that a use case asks for, and whether it asks for monitoring whatever the level. There is none above 2. */
export function targetOf(
  { pilot, retraining, frequentUpdates }: Characteristics,
  productionPipelinesOfTeam: number,
): { readonly level: Level; readonly monitoring: boolean; readonly because: string } {
  if (pilot) return { level: 0, monitoring: false, because: 'It is a pilot.' };
  const monitoring = retraining === 'ad_hoc';
  if (frequentUpdates) return { level: 2, monitoring, because: 'Its training code changes often.' };
  if (productionPipelinesOfTeam >= manyPipelines) {
    return { level: 2, monitoring, because: `Its team runs ${productionPipelinesOfTeam} pipelines.` };
  }
  if (retraining === 'frequent') return { level: 1, monitoring, because: 'It is trained often.' };
  if (monitoring) return { level: 0, monitoring, because: 'It is trained when it degrades, so it has to be watched.' };
  return { level: 0, monitoring, because: 'It is never trained again.' };
}
