import { UpstreamError } from '#errors.ts';
import { system } from './failures.ts';

// Google's documentation lets some more through; this is what every place takes.
const keyShape = /^[a-z][a-z0-9_-]{0,62}$/;
const valueShape = /^[a-z0-9_-]{0,63}$/;
const mostLabels = 64;

/** Keys whose values are always written in capitals, which a label cannot hold. */
const inCapitals = new Set(['countersign.request', 'countersign.code']);

interface Label {
  readonly key: string;
  readonly value: string;
}

/**
 * A tag as a label: `countersign.digest.code` becomes `countersign-digest-code`, capitals of a request's name and code
 * become small, and a list of contributors is parted by `__`. Everything else has to fit as it is, so that what is read
 * back is what was written. Throws an UpstreamError for what does not fit.
 */
export function labelOf(key: string, value: string): Label {
  const label = { key: labelKey(key), value: labelValue(key, value) };
  const read = Object.entries(tagsOf({ [label.key]: label.value }))[0];
  if (keyShape.test(label.key) && valueShape.test(label.value) && read?.[0] === key && read[1] === value) return label;
  throw misfit(key, value);
}

/** Labels as the tags that Countersign reads. */
export function tagsOf(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).map(([label, value]) => {
      const key = label.startsWith('countersign-') ? label.replaceAll('-', '.') : label;
      if (inCapitals.has(key)) return [key, value.toUpperCase()];
      return [key, key === 'countersign.contributors' ? value.split('__').join(',') : value];
    }),
  );
}

/** Labels with one more. Throws an UpstreamError where there is no room for it. */
export function withLabel(
  labels: Readonly<Record<string, string>>,
  { key, value }: Label,
  what: string,
): Record<string, string> {
  const all = { ...labels, [key]: value };
  if (Object.keys(all).length <= mostLabels) return all;
  const sentence = `${what} has ${mostLabels} labels already, which is the most that Vertex AI keeps. Take one away; nothing was changed.`;
  throw new UpstreamError(system, sentence, { retryable: false });
}

/** The labels that every version has alike: those of the model are among them, as Vertex AI shows both merged. */
export function labelsOfAll(versions: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const [first = {}, ...others] = versions;
  return Object.fromEntries(Object.entries(first).filter(([key, value]) => others.every((one) => one[key] === value)));
}

function labelKey(key: string): string {
  return key.startsWith('countersign.') ? key.replaceAll('.', '-') : key;
}

function labelValue(key: string, value: string): string {
  if (inCapitals.has(key)) return value.toLowerCase();
  return key === 'countersign.contributors' ? value.split(',').join('__') : value;
}

function misfit(key: string, value: string): UpstreamError {
  const sentence = `Vertex AI cannot keep the tag ${short(key)} = ${short(value)} as a label: keys and values are small letters, digits, - and _, at most 63, and a key begins with a letter. Change it in the playbook; nothing was sent.`;
  return new UpstreamError(system, sentence, { retryable: false });
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
