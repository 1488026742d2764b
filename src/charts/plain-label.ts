const unseen = /\p{Cc}|\p{Cs}|\p{Co}|\p{Default_Ignorable_Code_Point}|[\u2028\u2029\ufff9-\ufffb]/gu;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** One line without what cannot be seen; a dash where nothing is left. Reads no more than 400 characters. */
export function plainLabel(text: string): string {
  const line = text.slice(0, 400).toWellFormed().replace(/\s+/gu, ' ').replace(unseen, '').trim();
  return line === '' ? '–' : line;
}

/** The graphemes of a text: what may be left out only whole. */
export function graphemesOf(text: string): readonly string[] {
  return [...graphemes.segment(text)].map(({ segment }) => segment);
}

/** The beginning of a text with `…` where it measures more than `max`; never less than one grapheme of it. */
export function clipped(text: string, max: number, measure: (part: string) => number = codePoints): string {
  if (measure(text) <= max) return text;
  const room = max - measure('…');
  let kept = '';
  let used = 0;
  for (const part of graphemesOf(text)) {
    used += measure(part);
    if (used > room && kept !== '') break;
    kept += part;
  }
  return `${kept.trimEnd()}…`;
}

/**
 * Labels of at most `max`, no two alike: of those that only their ends tell apart, the middle is left out; what is
 * alike even then gets a number.
 */
export function distinctLabels(
  names: readonly string[],
  max: number,
  measure: (part: string) => number = codePoints,
): readonly string[] {
  const plain = names.map(plainLabel);
  const short = plain.map((name) => clipped(name, max, measure));
  const alike = (label: string) => short.filter((other) => other === label).length > 1;
  const middle = plain.map((name, at) => {
    const label = short[at] ?? name;
    return label !== name && alike(label) ? middleLeftOut(name, max, measure) : label;
  });
  return numbered(middle, max, measure);
}

function middleLeftOut(name: string, max: number, measure: (part: string) => number): string {
  const parts = graphemesOf(name);
  for (let kept = parts.length - 1; kept > 1; kept -= 1) {
    const start = Math.floor(kept / 2);
    const label = `${parts.slice(0, start).join('')}…${parts.slice(parts.length - (kept - start)).join('')}`;
    if (measure(label) <= max) return label;
  }
  return clipped(name, max, measure);
}

function numbered(labels: readonly string[], max: number, measure: (part: string) => number): readonly string[] {
  const taken = new Set<string>();
  return labels.map((label) => {
    let own = label;
    for (let number = 2; taken.has(own); number += 1) {
      const ending = ` ${number}`;
      own = `${clipped(label, max - measure(ending), measure)}${ending}`;
    }
    taken.add(own);
    return own;
  });
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
