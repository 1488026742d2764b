import { element, type Svg, together } from './element.ts';
import { ink } from './palette.ts';
import { picture } from './plot.ts';
import { drawable, textWidth, words } from './words.ts';

/** Part of a picture with the height it takes, in pixels. */
export interface Stretch {
  readonly drawn: Svg;
  readonly height: number;
}

const inner = picture.width - 2 * picture.margin;

/** The title, and below it the summary in at most two lines. */
export function heading(title: string, summary: string): Stretch {
  const size = picture.tick + 1;
  const lines = wrapped(drawable(summary), inner, size, 2);
  const drawn = together([
    words(title, picture.margin, 36, { size: picture.title, bold: true, max: inner }),
    ...lines.map((line, at) => words(line, picture.margin, 62 + at * 22, { size, color: ink.quiet, max: inner })),
  ]);
  return { drawn, height: 50 + lines.length * 22 + 8 };
}

/** A coloured square and a name for each series, in as many rows as they need. */
export function legend(names: readonly string[], fills: readonly string[], top: number): Stretch {
  const size = picture.tick;
  const place: { x: number; row: number } = { x: picture.margin, row: 0 };
  const entries = names.map((name, at) => {
    const width = 20 + textWidth(name, size) + 18;
    if (place.x > picture.margin && place.x + width > picture.width - picture.margin) {
      place.x = picture.margin;
      place.row += 1;
    }
    const y = top + place.row * 24;
    const entry = together([
      element('rect', { x: place.x, y: y + 3, width: 14, height: 14, rx: 2, fill: fills[at] ?? '#000000' }),
      words(name, place.x + 20, y + 15, { size }),
    ]);
    place.x += width;
    return entry;
  });
  return { drawn: together(entries), height: (place.row + 1) * 24 + 8 };
}

/** Small print below the plot, in as many lines as it needs. */
export function footnotes(notes: readonly string[], top: number): Stretch {
  const lines = wrapped(notes.join(' · '), inner, picture.note, 4);
  const drawn = lines.map((line, at) =>
    words(line, picture.margin, top + 15 + at * 19, { size: picture.note, color: ink.quiet, max: inner }),
  );
  return { drawn: together(drawn), height: lines.length * 19 };
}

/** Lines of at most `width` pixels, broken between words; what does not fit in `max` lines stays on the last. */
function wrapped(text: string, width: number, size: number, max: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    const longer = line === undefined ? word : `${line} ${word}`;
    if (line === undefined || (textWidth(longer, size) > width && lines.length < max)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.filter((line) => line !== '');
}
