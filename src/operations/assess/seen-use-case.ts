import type { ObservedCharacteristics } from '#maturity/observed-characteristics.ts';
import type { Setting } from '../setting.ts';

/** What a model's use case looks like from its records; null where there are none. */
export async function seenOf(_setting: Setting, _model: string): Promise<ObservedCharacteristics | null> {
  return await Promise.resolve(null);
}

/** Other teams that run each capability, by the records of their models. */
export async function heldByOthers(
  _setting: Setting,
  _team: string,
): Promise<Readonly<Record<string, readonly string[]>>> {
  return await Promise.resolve({});
}
