import type { Rendered } from '#domain/chat.ts';
import { beginning } from './clean.ts';
import { outline } from './outline.ts';
import { isRow, type Row } from './validate/shape.ts';

/** Which kinds of blocks a workspace takes. */
export interface Taken {
  readonly charts: boolean;
  readonly tables: boolean;
}

/**
 * The blocks as the workspace takes them: a chart becomes its picture, if `files` has one of it by `block_id`, or else
 * the words that stand for it; a table becomes lines of fixed width.
 */
export function fittedBlocks(
  { blocks, pictures = [] }: Rendered,
  taken: Taken,
  files: ReadonlyMap<string, string> = new Map(),
): readonly object[] {
  return blocks.map((block) => {
    if (!isRow(block)) return block;
    if (block['type'] === 'table' && !taken.tables) return preformatted(block);
    if (block['type'] !== 'data_visualization' || taken.charts) return block;
    const picture = pictures.find(({ blockId }) => blockId === block['block_id']);
    const file = picture === undefined ? undefined : files.get(picture.blockId);
    if (picture === undefined || file === undefined) return inWords(picture?.altText ?? outline([block]));
    return { type: 'image', slack_file: { id: file }, alt_text: picture.altText };
  });
}

function inWords(words: string): object {
  return { type: 'section', text: { type: 'plain_text', text: beginning(words, 3000), emoji: false } };
}

function preformatted(table: Row): object {
  const text = beginning(outline([table]).replace(/^▤ /, '  ').replace(/^ {2}/gm, ''), 3000);
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: text === '' ? '–' : text }] }],
  };
}
