import { type Facts, isUnknown, type Part } from '../facts.ts';
import { equalWeights } from '../weights.ts';
import { type Reading, reads, unknownFact } from './define.ts';

/** Whether one part differs from the champion's; without a champion every part does. */
export function partDiffers(facts: Facts, part: Part): Reading {
  const { champion, subject } = facts;
  if (isUnknown(champion)) return unknownFact('changed', champion.unknown);
  if (champion === null) return reads(true, 'there is no champion');
  const candidate = subject.parts[part] ?? null;
  const before = champion.parts[part] ?? null;
  if (candidate === null) return unknownFact('changed', `The candidate's ${part} is not known.`);
  if (before === null) return unknownFact('changed', `The champion's ${part} is not known.`);
  const same = part === 'weights' ? equalWeights(candidate, before) : candidate === before;
  return same ? reads(false, `${part} is the champion's`) : reads(true, `${part} changed`);
}
