/**
 * Takes out of somebody's text what cannot be seen or reorders what can: control characters, bidirectional marks,
 * zero-width and other default-ignorable characters. Emoji keep their joiners and variation selectors; half
 * surrogates become U+FFFD; line and paragraph separators become line feeds.
 */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/gu, '\n')
    .replace(/\t/gu, ' ')
    .replace(joinerOutsideEmoji, '')
    .replace(control, '')
    .replace(ignorable, (character) => (kept.has(character) ? character : ''));
}

const joinerOutsideEmoji =
  /(?<!\p{Extended_Pictographic}\p{Emoji_Modifier}?\ufe0f?)\u200d|\u200d(?!\p{Extended_Pictographic})/gu;
const control = /[\p{Cc}--[\n]]/gv;
const ignorable = /\p{Default_Ignorable_Code_Point}|[\u{fff9}-\u{fffb}]/gu;
const kept = new Set(['\u200d', '\ufe0e', '\ufe0f']);

/** Cleaned, in one line, with single spaces. */
export function oneLine(text: string): string {
  return clean(text).replace(/\s+/gu, ' ').trim();
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** At most `max` code points, whole graphemes only, ending in `…` if something was left out. */
export function clip(text: string, max: number): string {
  return size(text) <= max ? text : `${beginning(text, max - 1).trimEnd()}…`;
}

/** The longest beginning of whole graphemes that measures at most `max`: code points, unless told otherwise. */
export function beginning(text: string, max: number, measure: (part: string) => number = size): string {
  let end = 0;
  let measured = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    measured += measure(segment);
    if (measured > max) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

/** The number of code points, which is what Slack counts. */
export function size(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** One clean line of at most `max` code points; a dash where nothing is left. */
export function label(text: string, max: number): string {
  const line = clip(oneLine(text.slice(0, farBeyond)), max);
  return line === '' ? '–' : line;
}

/** No text is shown to this length; reading no further keeps a megabyte in a tag from costing anything. */
const farBeyond = 4_000;

/** The text as it is. Throws a RangeError if it is longer, for text that means something else once it is cut. */
export function whole(text: string, max: number): string {
  if (size(text) > max) throw new RangeError(`more than ${max} characters: ${beginning(text, 40)}…`);
  return text;
}
