import { observedCharacteristics } from '#maturity/observed-characteristics.ts';
import { catalogueModels } from '../maturity/asked-models.ts';
import { teamsInTurns, teamsOf } from '../maturity/teams-in-turns.ts';
import type { Setting } from '../setting.ts';
import { askAboutDoubts } from './ask-about-doubts.ts';

/**
 * Compares what is declared of each model of the catalogue with what is seen of it, and asks their owners. What was asked
 * before is not asked again, so any number of processes may look.
 */
export async function lookAtUseCases(setting: Setting): Promise<void> {
  const { models } = await catalogueModels(setting, setting.db);
  const asOf = setting.now();
  for await (const { facts } of teamsInTurns(setting, teamsOf(models))) {
    for (const model of facts.models) {
      await askAboutDoubts(setting, model.id, observedCharacteristics(facts, model, asOf));
    }
  }
}
