import { signals } from '#maturity/signals/index.ts';
import { listed } from '#views/wording.ts';

const titles = new Map(signals.map(({ id, title }) => [id, title]));
const endsInSignals = /: ([A-Z]\d(?:, [A-Z]\d)*)\./;

/** A sentence about signals with their titles in place of their ids. */
export function inWords(because: string): string {
  return because.replace(endsInSignals, (_, ids: string) => {
    const named = ids.split(', ').map((id) => `“${titles.get(id) ?? id}”`);
    return `: ${listed(named, 3)}.`;
  });
}
