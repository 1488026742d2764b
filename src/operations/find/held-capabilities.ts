import { shiftDay } from '#cost/day.ts';
import { type Capability, capabilities, type Rung } from '#domain/maturity.ts';
import { suggestion } from '#domain/suggestion.ts';
import { Refusal } from '#errors.ts';
import { lastMaturityWeek, maturityWeekRows } from '#store/maturity-weeks.ts';
import type { Setting } from '../setting.ts';
import type { FindTerm } from './find-words.ts';

/** How far models held capabilities in the last week that was recorded whole, by catalogue id. */
export type HeldCapabilities = ReadonlyMap<string, Readonly<Partial<Record<Capability, Rung | null>>>>;

/** The capability that a word names, as `ci_cd`, `CI-CD` or `ci cd`; null for another word. */
export function capabilityOf(word: string): Capability | null {
  const name = word.toLowerCase().replaceAll(/[\s-]+/gu, '_');
  return capabilities.find((one) => one === name) ?? null;
}

/**
 * Reads what models hold, if a capability is looked for at all. Throws a Refusal where there is no such capability, or
 * no week was recorded yet.
 */
export async function heldCapabilities(setting: Setting, terms: readonly FindTerm[]): Promise<HeldCapabilities> {
  const asked = terms.flatMap((term) => (term.is === 'pair' && term.key === 'capability' ? [term.value] : []));
  if (asked.length === 0) return new Map();
  const unknown = asked.find((word) => capabilityOf(word) === null);
  if (unknown !== undefined) {
    const near = suggestion(unknown.toLowerCase(), capabilities);
    const offer = near === null ? `There are ${capabilities.join(', ')}.` : `Did you mean ${near}?`;
    throw new Refusal('no_such_capability', `There is no capability “${unknown}”. ${offer}`);
  }
  const { db, workspaceId } = setting;
  const week = await lastMaturityWeek(db, workspaceId);
  if (week === null) {
    throw new Refusal(
      'no_week_yet',
      'What models hold is recorded each week, and no week has been yet. Ask `/mlops maturity all` for today.',
    );
  }
  const span = { from: week, before: shiftDay(week, 7) };
  const rows = await maturityWeekRows(db, { workspaceId, kind: 'model', subjects: null }, span);
  return new Map(rows.map(({ subject, rungs }) => [subject, rungs]));
}
