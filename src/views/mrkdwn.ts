import { epochMs, type Instant } from '#domain/instant.ts';
import { beginning, clean, label, size } from './clean.ts';
import { utcText } from './wording.ts';

/** Somebody's text, shown literally; or markup that this file built and that is never cut. */
type Atom = { readonly text: string } | { readonly markup: string };

const atoms: unique symbol = Symbol('atoms');

/** Slack markup that only this file can make: other people's text in it is always literal. */
export interface Mrkdwn {
  readonly [atoms]: readonly Atom[];
}

export type Said = string | number | Mrkdwn;

/** Writes Slack markup. Literal parts are markup; every interpolated string is shown as it is. */
export function md(literals: TemplateStringsArray, ...said: readonly Said[]): Mrkdwn {
  const parts = literals.flatMap((literal, index) => {
    const next = said[index];
    return [{ markup: literal }, ...(next === undefined ? [] : atomsOf(next))];
  });
  return { [atoms]: parts };
}

export function join(parts: readonly Said[], separator: string): Mrkdwn {
  return {
    [atoms]: parts.flatMap((part, index) => [...(index === 0 ? [] : [{ markup: separator }]), ...atomsOf(part)]),
  };
}

/** Notifies the person. A user id that is none is shown as text. */
export function mention(userId: string): Mrkdwn {
  return /^[UW][A-Z0-9]{1,30}$/.test(userId) ? markup(`<@${userId}>`) : md`${userId}`;
}

const dateForms = {
  time: '{time}',
  date: '{date_short_pretty}',
  dateTime: '{date_short_pretty} at {time}',
} as const;

/** The moment in the reader's own zone; in UTC where Slack cannot show that. */
export function dateToken(instant: Instant, form: keyof typeof dateForms = 'dateTime'): Mrkdwn {
  const seconds = Math.floor(epochMs(instant) / 1000);
  return markup(`<!date^${seconds}^${dateForms[form]}|${utcText(instant, form)}>`);
}

/** A link; only the text where the address is not http or https. */
export function link(url: string, text: string): Mrkdwn {
  const address = URL.parse(url);
  const shown = label(text, 75);
  if (address === null || !['http:', 'https:'].includes(address.protocol)) return md`${shown}`;
  const href = escaped(address.href.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E'));
  return size(href) > 2000 ? md`${shown}` : markup(`<${href}|${literal(shown).replaceAll('|', '∣')}>`);
}

/** Fixed-width, in one line of at most 80 characters. */
export function code(text: string): Mrkdwn {
  return markup(`\`${escaped(label(text, 80).replaceAll('`', 'ˋ'))}\``);
}

/** A sentence of ours at most `max` characters long: what stands between backticks is shown as code. */
export function sentence(text: string, max: number): Mrkdwn {
  const parts = label(text, max).split('`');
  if (parts.length % 2 === 0) return md`${parts.join('`')}`;
  return join(
    parts.map((part, index) => (index % 2 === 1 && part !== '' ? code(part) : md`${part}`)),
    '',
  );
}

export function bold(text: string): Mrkdwn {
  return markup(`*${literal(label(text, 200))}*`);
}

/** The markup as Slack reads it, at most `max` code points: built markup is kept whole or left out. */
export function mrkdwnText(mrkdwn: Mrkdwn, max: number): string {
  const whole = mrkdwn[atoms].map(written).join('');
  if (size(whole) <= max) return whole;
  let kept = '';
  for (const atom of mrkdwn[atoms]) {
    const room = max - 1 - size(kept);
    const next = written(atom);
    if (size(next) <= room) kept += next;
    else return `${kept}${'text' in atom ? cut(atom.text, room) : ''}…`;
  }
  return kept;
}

/** The longest whole-grapheme beginning of a text whose written form has at most `room` code points. */
function cut(text: string, room: number): string {
  return literal(beginning(text, room, (part) => size(escaped(part))));
}

function atomsOf(said: Said): readonly Atom[] {
  if (typeof said === 'object') return said[atoms];
  return [{ text: clean(String(said)) }];
}

function markup(text: string): Mrkdwn {
  return { [atoms]: [{ markup: text }] };
}

function written(atom: Atom): string {
  return 'text' in atom ? literal(atom.text) : atom.markup;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Slack has no escape for its own marks, so characters that would begin one are shown by their look-alikes. */
function literal(text: string): string {
  return escaped(text)
    .replaceAll('`', 'ˋ')
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, 'ˍ')
    .replace(/:(?=[0-9_+'-]*[a-z][a-z0-9_+'-]*:|[+-]1:)|(?<![\p{L}\p{N}]):(?=[a-z0-9_+'-]+$)/giu, '꞉');
}
