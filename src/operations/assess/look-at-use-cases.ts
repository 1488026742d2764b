import { observedCharacteristics } from '#maturity/observed-characteristics.ts';
import { lastMaturityWeek } from '#store/maturity-weeks.ts';
import { catalogueModels } from '../maturity/asked-models.ts';
import { teamsInTurns, teamsOf } from '../maturity/teams-in-turns.ts';
import type { Setting } from '../setting.ts';
import { askAboutDoubts } from './ask-about-doubts.ts';

/**
 * Makes a look-out that asks, once a week's maturity is recorded, about every use case that looks otherwise than it was
 * declared. What was asked before is not asked again, so any number of processes may look.
 */
export function useCaseLookout(setting: Setting): () => Promise<void> {
  let looked: string | null = null;
  return async () => {
    const week = await lastMaturityWeek(setting.db, setting.workspaceId);
    if (week === null || week === looked) return;
    looked = week;
    await setting.sendJob(setting.db, 'look-at-use-cases', { week });
  };
}

/** Compares what is declared of each model of the catalogue with what is seen of it, and asks their owners. */
export async function lookAtUseCases(setting: Setting): Promise<void> {
  const { models } = await catalogueModels(setting, setting.db);
  const asOf = setting.now();
  for await (const { facts } of teamsInTurns(setting, teamsOf(models))) {
    for (const model of facts.models) {
      await askAboutDoubts(setting, model.id, observedCharacteristics(facts, model, asOf));
    }
  }
}
