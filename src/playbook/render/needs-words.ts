import type { Tree } from '../keys.ts';
import { andList, plain } from '../words.ts';

/** What a tree needs as one clause; `say` answers null for a rule that asks nobody or does not apply. */
export function needsWords(tree: Tree, say: (rule: string) => string | null): string | null {
  return needsOf(tree, say)?.text ?? null;
}

interface Needs {
  readonly text: string;
  /** Whether it holds a choice, and must be kept apart in a list. */
  readonly choice: boolean;
}

function needsOf(tree: Tree, say: (rule: string) => string | null): Needs | null {
  if (typeof tree === 'string') {
    const text = say(tree);
    return text === null ? null : { text: plain(text), choice: false };
  }
  const children = ('all' in tree ? tree.all : 'any' in tree ? tree.any : tree.atLeast.of)
    .map((one) => needsOf(one, say))
    .filter((one) => one !== null);
  const [only] = children;
  if (only === undefined) return null;
  if (children.length === 1) return only;
  const texts = children.map(({ text, choice }) => (choice ? `(${text})` : text));
  if ('all' in tree) return { text: andList(texts), choice: false };
  if ('any' in tree) return { text: `either ${texts.join(', or ')}`, choice: true };
  return { text: `${tree.atLeast.n} of these: ${texts.join('; ')}`, choice: true };
}
