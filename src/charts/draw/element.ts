/** SVG as text, so that what is joined with it needs no second look. */
export interface Svg {
  readonly svg: string;
}

type Attribute = string | number;

/** An element with its attributes and children; numbers to a tenth of a pixel. A string child is text and is escaped. */
export function element(
  name: string,
  attributes: Readonly<Record<string, Attribute>>,
  ...children: readonly (Svg | string)[]
): Svg {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(attributeText(value))}"`);
  const inside = children.map((child) => (typeof child === 'string' ? escaped(child) : child.svg)).join('');
  const start = `<${name}${written.join('')}`;
  return { svg: inside === '' ? `${start}/>` : `${start}>${inside}</${name}>` };
}

/** Several elements as one. */
export function together(all: readonly Svg[]): Svg {
  return { svg: all.map(({ svg }) => svg).join('') };
}

function attributeText(value: Attribute): string {
  return typeof value === 'number' ? String(Math.round(value * 10) / 10) : value;
}

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\ufffe\uffff]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
