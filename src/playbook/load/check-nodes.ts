import { type Document, isAlias, isMap, isScalar, isSeq, type Pair } from 'yaml';
import { credentialSentence, hiddenIn, type Report } from './scan-text.ts';
import { deepest, depthSentence } from './token-bounds.ts';

const secretNames = /(?:^|[-_])(?:password|passwd|secret|token|api[-_]?key|private[-_]?key)$/i;

/** Reports what YAML allows and playbooks do not (§2): anchors, tags, duplicate keys, credentials, depth. */
export function checkNodes(document: Document, report: Report): void {
  walk(document.contents, 0, report);
}

/** Depth is bounded before anything is entered, so that the walk cannot exhaust the stack. */
function walk(node: unknown, depth: number, report: Report): void {
  if (isAlias(node)) {
    report(startOf(node), 'alias', 'aliases are not allowed; write the value out, or put it in quotes if it is text');
    return;
  }
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) return;
  const at = startOf(node);
  if (node.anchor !== undefined) report(at, 'anchor', 'anchors are not allowed; write the value out');
  if (node.tag !== undefined) report(at, 'tag', `tags such as ${node.tag} are not allowed; delete it`);
  if (isScalar(node)) {
    if (typeof node.value === 'string') checkText(node.value, at, report);
    return;
  }
  if (depth === deepest) {
    report(at, 'too_deep', depthSentence);
    return;
  }
  if (isSeq(node)) for (const item of node.items) walk(item, depth + 1, report);
  else checkPairs(node.items, depth + 1, report);
}

/** Escapes in quotes can write what the text itself does not hold. */
function checkText(text: string, at: number, report: Report): void {
  const hidden = hiddenIn(text);
  if (hidden !== null) report(at, 'hidden_text', hidden.sentence);
}

function checkPairs(pairs: readonly Pair[], depth: number, report: Report): void {
  const seen = new Set<string>();
  for (const { key, value } of pairs) {
    walk(key, depth, report);
    walk(value, depth, report);
    const at = isScalar(key) || isMap(key) || isSeq(key) ? startOf(key) : startOf(value);
    if (!isScalar(key) || typeof key.value !== 'string') {
      if (!isAlias(key)) report(at, 'key', 'a key is text; put it in quotes');
      continue;
    }
    if (key.value === '<<') report(at, 'merge', 'merge keys are not allowed; write the keys out');
    if (key.value === '__proto__') report(at, 'key', 'this key is not allowed; rename it');
    if (seen.has(key.value)) report(at, 'duplicate_key', `"${key.value}" is written twice here; keep one`);
    seen.add(key.value);
    if (secretNames.test(key.value) && isScalar(value) && looksSecret(value.value)) {
      report(startOf(value), 'credential', credentialSentence);
    }
  }
}

function looksSecret(value: unknown): boolean {
  return typeof value === 'string' && /^[^\s*?]{8,}$/.test(value);
}

function startOf(node: unknown): number {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node.range?.[0] ?? 0) : 0;
}
