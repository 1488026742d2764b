import type { Playbook } from '../playbook.ts';
import { conditionWords } from '../render/condition-words.ts';
import { listChange, namingIds, sameValue } from './directions.ts';
import { type Change, change } from './policy-change.ts';
import { scopeOf } from './predicate-scope.ts';

type Scope = Playbook['appliesTo'];
type Governed = 'same' | 'fewer' | 'more' | 'others';

const lists = ['action', 'models', 'registry', 'from', 'to'] as const;

/**
 * What changed in what a playbook governs. Fewer requests under its rules are a loss for those who have a say there;
 * more of them decide what was refused before, or what another playbook gave up and says so itself.
 */
export function scopeChanges(was: Scope, is: Scope, empowered: readonly string[]): readonly Change[] {
  const ways: readonly Governed[] = [...lists.map((key) => listWay(was[key], is[key])), whenWay(was, is)];
  const found = [...new Set(ways.filter((way) => way !== 'same'))];
  const [only] = found;
  if (only === undefined) return [];
  const way = found.length === 1 ? only : 'others';
  const sentence = `it governs ${way} requests: ${differences(was, is).join('; ')}`;
  if (way === 'more') return [change('applies_to', 'different', sentence)];
  return [change('applies_to', way === 'fewer' ? 'looser' : 'different', sentence, empowered)];
}

/** Null is any. */
function listWay(was: readonly string[] | null, is: readonly string[] | null): Governed {
  const covers = (all: readonly string[] | null, some: readonly string[] | null) =>
    all === null || all.includes('**') || (some?.every((one) => all.includes(one)) ?? false);
  const [wider, narrower] = [covers(is, was), covers(was, is)];
  if (wider && narrower) return 'same';
  return wider ? 'more' : narrower ? 'fewer' : 'others';
}

function whenWay(was: Scope, is: Scope): Governed {
  return ({ same: 'same', narrower: 'fewer', wider: 'more', unknown: 'others' } as const)[scopeOf(was.when, is.when)];
}

function differences(was: Scope, is: Scope): readonly string[] {
  const words = (map: Scope['when']) => (map === null ? 'always' : `when ${conditionWords(map, namingIds)}`);
  return [
    ...lists.flatMap((key) => {
      const [a, b] = [was[key], is[key]];
      if (sameValue(a, b)) return [];
      return a === null || b === null ? [`${key} is ${b?.join(', ') ?? 'any'}`] : [`${key} ${listChange(a, b)}`];
    }),
    ...(sameValue(was.when, is.when) ? [] : [`${words(is.when)}, instead of ${words(was.when)}`]),
  ];
}
