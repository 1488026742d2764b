import { markdown } from '../text/markdown.js';

export function markdownBlock(block) {
  return markdown(block.text);
}
