import { epochMs } from '#domain/instant.ts';
import { isUnknown } from '../facts.ts';
import type { Block, BlockCode } from '../verdict.ts';
import { onlyAddress } from '../weights.ts';
import type { Evaluation } from './evaluation.ts';
import { judgePredicates } from './judge-predicates.ts';
import { attempt } from './notes.ts';

/** What blocks although nobody pressed anything (§8.6). */

export function standingBlocks(ev: Evaluation): readonly Block[] {
  return [alsoWhen(ev), candidateUnknown(ev), ...peopleUnknown(ev), reviewDebt(ev)].filter((block) => block !== null);
}

function block(code: BlockCode, because: string): Block {
  return { code, person: null, because, liftedBy: [], since: null };
}

function alsoWhen({ policy, predicates, notes }: Evaluation): Block | null {
  if (policy.block.alsoWhen === null) return null;
  const { alsoWhen: when } = policy.block;
  const tried = attempt(() => judgePredicates(when, predicates));
  if ('malformed' in tried) return block('also_when', `Not readable, so it blocks: ${tried.malformed}`);
  const read = tried.value;
  if (read.truth === false) return null;
  if (read.truth === null) notes.missed({ fact: read.fact, because: read.because, effect: 'It blocks.' });
  return block(
    'also_when',
    read.truth === null ? `Not known, so it blocks: ${read.because}` : `Blocked while ${read.because}.`,
  );
}

function candidateUnknown({ policy, facts }: Evaluation): Block | null {
  const unknown = policy.candidate.mustBeKnown.filter((part) => (facts.subject.parts[part] ?? null) === null);
  if (facts.subject.version === null) return null;
  if (unknown.length > 0) {
    return block('candidate_unknown', `Nobody can say which ${unknown.join(', ')} this version has.`);
  }
  const { weights } = facts.subject.parts;
  const asked = policy.highCriticality && policy.candidate.mustBeKnown.includes('weights');
  if (!asked || typeof weights !== 'string' || !onlyAddress(weights)) return null;
  return block(
    'candidate_unknown',
    'Only the address of its files is known, not what is in them: let Countersign read them, or give the version the tag countersign.digest.weights when it is registered.',
  );
}

function peopleUnknown({ policy, facts, notes }: Evaluation): readonly Block[] {
  const blocks: Block[] = [];
  for (const [fact, value] of [
    ['run_owner', facts.runOwner],
    ['contributors', facts.contributors],
  ] as const) {
    if (!isUnknown(value)) continue;
    const blocking = policy.distinct.unknownPeople === 'block';
    notes.missed({
      fact,
      because: value.unknown,
      effect: blocking ? 'It blocks.' : 'An approval of theirs could not be told from others.',
    });
    const what = fact === 'run_owner' ? 'who started the training run' : 'who contributed to this version';
    if (blocking) blocks.push(block('people_unknown', `It is not known ${what}: ${value.unknown}`));
  }
  return blocks;
}

function reviewDebt({ facts, nowMs, notes }: Evaluation): Block | null {
  for (const { due } of facts.debt) notes.mayChangeAt(epochMs(due));
  if (facts.action !== 'promote' && facts.action !== 'traffic') return null;
  const overdue = facts.debt.filter(({ due }) => epochMs(due) <= nowMs).map(({ request }) => request);
  if (overdue.length === 0) return null;
  return block('review_debt', `The team still owes the review of ${overdue.join(', ')}.`);
}
