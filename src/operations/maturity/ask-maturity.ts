import type { Setting } from '../setting.ts';
import { allWithRecords } from './all-in-turns.ts';
import { type MaturityScope, maturityOfSome, type ScopeMaturity } from './maturity-of.ts';

/** Maturity of whoever it is asked for. Throws a Refusal as `maturityOfSome` does. */
export async function maturityOf(setting: Setting, scope: MaturityScope): Promise<ScopeMaturity> {
  return scope.kind === 'all' ? await allWithRecords(setting) : await maturityOfSome(setting, scope);
}
