import { shiftDay } from '#cost/day.ts';
import type { CostVocabulary } from '#cost/query-words.ts';
import type { CostDimension } from '#domain/cost-query.ts';
import { valuesOf } from '#store/cost-sums.ts';
import type { Setting } from '../setting.ts';
import type { KnownData } from './known-data.ts';
import { LabelKeys } from './label-keys.ts';
import { Remembered } from './remembered.ts';
import { reportingDay } from './reporting-day.ts';

/** A value that nothing was billed under for so long is no word any more. */
const lookedBack = 100;

const vocabularies = new Remembered<CostVocabulary>();

/** What can be asked about, from the values on the bill. */
export async function costVocabulary(setting: Setting, { revision }: KnownData): Promise<CostVocabulary> {
  const keys = new LabelKeys(setting);
  return await vocabularies.answer(setting, revision, keys.told.join(), async () => {
    const today = reportingDay(setting);
    const span = { first: shiftDay(today, -lookedBack), last: today };
    const dimensions: readonly CostDimension[] = [
      ...keys.told.map((key) => `label:${key}` as const),
      'service',
      'project',
    ];
    const values = await Promise.all(
      dimensions.map(
        async (by) => [by, await valuesOf(setting.db, setting.workspaceId, keys.stored(by), span)] as const,
      ),
    );
    return { labelKeys: keys.told, values: Object.fromEntries(values) };
  });
}
