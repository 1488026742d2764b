import { own } from '#playbook/own.ts';
import type { ModelRow } from '#store/models.ts';
import { type FindTerm, stemOf } from './find-words.ts';

/** Characters of a description that are shown around what was found in it. */
const around = 40;

/** Why what a registry says of a model fits: by its name, or by the rest, which are tags and description; null if not. */
export function textReason(model: ModelRow, term: FindTerm, where: 'name' | 'rest'): string | null {
  if (where === 'name') return term.is === 'word' && inName(model, stemOf(term.word)) ? 'its name' : null;
  const tags = Object.entries(model.tags);
  if (term.is === 'pair') {
    const value = own(model.tags, term.key);
    return value?.toLowerCase() === term.value.toLowerCase() ? `tag ${term.key}=${value}` : null;
  }
  const wanted = stemOf(term.word).toLowerCase();
  const tag = tags.find(([key, value]) => !/^(mlflow|countersign)\./.test(key) && value.toLowerCase().includes(wanted));
  if (tag !== undefined) return `tag ${tag[0]}=${tag[1]}`;
  const at = model.description.toLowerCase().indexOf(wanted);
  return at < 0 ? null : `“${excerpt(model.description, at, wanted.length)}”`;
}

function inName({ name, modelId }: ModelRow, text: string): boolean {
  return name.toLowerCase().includes(text.toLowerCase()) || modelId.toLowerCase().includes(text.toLowerCase());
}

/** Whole words around what was found. */
function excerpt(text: string, at: number, length: number): string {
  const from = at <= around ? 0 : text.indexOf(' ', at - around) + 1;
  const end = at + length + around;
  const to = end >= text.length ? text.length : Math.max(text.lastIndexOf(' ', end), at + length);
  const part = text.slice(from > at ? at : from, to).trim();
  return `${from > 0 ? '…' : ''}${part}${to < text.length ? '…' : ''}`;
}
