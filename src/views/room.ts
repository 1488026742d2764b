import type { KnownBlock } from '@slack/types';
import { context } from './blocks.ts';
import { md } from './mrkdwn.ts';
import { blocks as blocksShape } from './validate/block-shapes.ts';
import { newWalk } from './validate/shape.ts';

/** Slack takes no message whose blocks hold more characters. */
export const maxMessageCharacters = 10_000;

const leftOut = context(md`There is more than fits here; the rest was left out.`);

/** Slack takes no view of more than 250 KB of JSON; what is around the blocks has the rest. */
const maxViewBytes = 225 * 1024;

/**
 * The blocks, or as many of them as one message holds: what gives way is words and tables from the end on, never what
 * can be pressed, and a line says so.
 */
export function withRoom(blocks: readonly KnownBlock[]): KnownBlock[] {
  return fitting(blocks, (some) => characters(some) <= maxMessageCharacters);
}

/** The blocks, or as many of them as a modal or a Home tab holds, likewise; what can be filled in stays, too. */
export function withViewRoom(blocks: readonly KnownBlock[]): KnownBlock[] {
  return fitting(blocks.slice(0, 100), (some) => Buffer.byteLength(JSON.stringify(some)) <= maxViewBytes);
}

function fitting(blocks: readonly KnownBlock[], fits: (some: readonly KnownBlock[]) => boolean): KnownBlock[] {
  const kept = [...blocks];
  while (!fits(kept)) {
    const last = kept.findLastIndex((block) => block !== leftOut && !['actions', 'input'].includes(block.type));
    if (last <= 0) return kept;
    kept.splice(last, 1, ...(kept.includes(leftOut) ? [] : [leftOut]));
  }
  return kept;
}

function characters(blocks: readonly KnownBlock[]): number {
  const walk = newWalk('message');
  blocksShape(blocks, '/blocks', walk);
  return walk.characters;
}
