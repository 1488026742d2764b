import { el } from '../core/dom.js';
import { actions } from './actions.js';
import { alert } from './alert.js';
import { card, carousel } from './card.js';
import { container } from './container.js';
import { context } from './context.js';
import { contextActions } from './context-actions.js';
import { dataTable } from './data-table.js';
import { dataVisualization } from './data-visualization.js';
import { divider } from './divider.js';
import { file } from './file.js';
import { header } from './header.js';
import { image } from './image.js';
import { input } from './input.js';
import { markdownBlock } from './markdown.js';
import { richText } from './rich-text.js';
import { section } from './section.js';
import { table } from './table.js';
import { video } from './video.js';

/** Every kind of block this workspace draws; add a kind with a file and a line. */
const KINDS = {
  actions,
  alert,
  card,
  carousel,
  container,
  context,
  context_actions: contextActions,
  data_table: dataTable,
  data_visualization: dataVisualization,
  divider,
  file,
  header,
  image,
  input,
  markdown: markdownBlock,
  rich_text: richText,
  section,
  table,
  video,
};

/**
 * Draws blocks for a surface. A kind without a drawing says so instead of vanishing.
 * @param {readonly any[]} blocks @param {import('../core/surface.js').Surface} surface
 */
export function drawBlocks(blocks, surface) {
  return blocks.map((block) => {
    const draw = Object.hasOwn(KINDS, block.type) ? KINDS[block.type] : unknown;
    const node = draw(block, surface, drawBlocks);
    node.classList.add('block');
    node.dataset.block = block.type;
    if (block.block_id !== undefined) node.dataset.blockId = block.block_id;
    return node;
  });
}

function unknown(block) {
  return el('p', { class: 'unknown' }, `This workspace does not draw blocks of the kind “${block.type}”.`);
}
