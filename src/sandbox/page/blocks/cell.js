import { richText } from './rich-text.js';

/** A table's cell: raw text, a raw number with its text, or rich text. @param {any} content */
export function cell(content) {
  if (content?.type === 'rich_text') return richText(content);
  return String(content?.text ?? content?.value ?? '');
}

/** What a cell is sorted by. @param {any} content @returns {number | string} */
export function sortKey(content) {
  if (content?.type === 'raw_number') return Number(content.value);
  const text = content?.type === 'rich_text' ? richText(content).textContent : String(content?.text ?? '');
  const number = Number(text.replace(/[^\d.eE+-]/g, ''));
  return /^[-+−]?[\d.,\s]+\D{0,4}$/.test(text) && Number.isFinite(number) ? number : text;
}
