import { clipped, distinctLabels, graphemesOf, plainLabel } from '../plain-label.ts';
import { element, type Svg } from './element.ts';
import { ink } from './palette.ts';

/** The family that the pictures' fonts belong to. */
export const fontFamily = 'Inter';

/** Advance widths of U+0020 to U+007E in Inter, in thousandths of the font's size; the bold ones are at most 8 % wider. */
const widths = [
  281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 631, 407, 610, 618, 646, 593, 620,
  566, 619, 620, 288, 302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601, 590, 746, 743, 269, 571, 672, 565, 903,
  753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471, 456, 323, 562, 612, 571, 612,
  583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, 612, 612, 376, 528, 327, 591, 562, 818, 546, 562, 552, 426,
  333, 426, 662,
];
const widest = 1000;
const boldFactor = 1.05;

/** What Inter has glyphs for. */
const drawn =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}\u0020-\u007e\u00a0-\u00ff\u2010-\u2026\u2030-\u203a\u20a0-\u20bf\u2190-\u2193−≈≠≤≥√∞□]/u;

/** The text with `□` for each character that the font has no glyph for, as emoji and Chinese. */
export function drawable(text: string): string {
  return graphemesOf(plainLabel(text))
    .map((part) => (Array.from(part).every((point) => drawn.test(point)) ? part : '□'))
    .join('');
}

/** How wide a line of text becomes, in pixels; never less than it is. */
export function textWidth(text: string, size: number, bold = false): number {
  let thousandths = 0;
  for (const point of text) thousandths += widths[(point.codePointAt(0) ?? 0) - 32] ?? widest;
  return (thousandths / 1000) * size * (bold ? boldFactor : 1);
}

/** Drawable labels of at most `max` pixels, no two alike. */
export function fittingLabels(names: readonly string[], max: number, size: number): readonly string[] {
  return distinctLabels(names.map(drawable), max, (part) => textWidth(part, size));
}

export interface WordsStyle {
  readonly size: number;
  readonly bold?: boolean;
  readonly color?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Nothing wider than this is drawn. */
  readonly max?: number;
  /** A white edge, for text that stands on lines. */
  readonly edge?: boolean;
}

/** One line of text that stands on `y`. */
export function words(text: string, x: number, y: number, style: WordsStyle): Svg {
  const { size, bold = false, color = ink.text, anchor = 'start', max, edge = false } = style;
  const line = drawable(text);
  const shown = max === undefined ? line : clipped(line, max, (part) => textWidth(part, size, bold));
  return element(
    'text',
    {
      x,
      y,
      'font-size': size,
      fill: color,
      ...(bold ? { 'font-weight': 600 } : {}),
      ...(anchor === 'start' ? {} : { 'text-anchor': anchor }),
      ...(edge ? { stroke: '#ffffff', 'stroke-width': 4, 'stroke-linejoin': 'round', 'paint-order': 'stroke' } : {}),
    },
    shown,
  );
}
