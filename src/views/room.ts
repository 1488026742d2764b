import type { KnownBlock } from '@slack/types';
import { context } from './blocks.ts';
import { md } from './mrkdwn.ts';
import { blocks as blocksShape } from './validate/block-shapes.ts';
import { newWalk } from './validate/shape.ts';

/** Slack takes no message whose blocks hold more characters. */
export const maxMessageCharacters = 10_000;

const leftOut = context(md`More than one message holds was left out.`);

/**
 * The blocks, or as many of them as one message holds: what gives way is words and tables from the end on, never what
 * can be pressed, and a line says so.
 */
export function withRoom(blocks: readonly KnownBlock[]): KnownBlock[] {
  const kept = [...blocks];
  while (characters(kept) > maxMessageCharacters) {
    const last = kept.findLastIndex((block) => block !== leftOut && block.type !== 'actions');
    if (last <= 0) return kept;
    const said = kept.indexOf(leftOut);
    kept.splice(last, 1, ...(said < 0 ? [leftOut] : []));
  }
  return kept;
}

function characters(blocks: readonly KnownBlock[]): number {
  const walk = newWalk('message');
  blocksShape(blocks, '/blocks', walk);
  return walk.characters;
}
