import { type Document, isAlias, isCollection, isMap, isScalar, isSeq, type Pair, visit } from 'yaml';

const deepest = 24;

const credentials = [
  /\bxox[abeoprs]-[A-Za-z0-9-]{8,}/,
  /\bxapp-[A-Za-z0-9-]{8,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bgh[oprsu]_[A-Za-z0-9]{30,}/,
  /\bglpat-[A-Za-z0-9_-]{20,}/,
  /\bAIza[A-Za-z0-9_-]{35}\b/,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\./,
  /^https?:\/\/[^/\s@]+:[^/\s@]+@/,
  /^https:\/\/hooks\.slack\.com\/services\//,
];

/** Reports what YAML allows and playbooks do not (§2): anchors, tags, duplicate keys, credentials, depth. */
export function checkNodes(document: Document, report: (offset: number, code: string, sentence: string) => void): void {
  if (document.directives?.yaml.explicit === true) report(0, 'directive', 'directives such as %YAML are not allowed');
  visit(document, {
    Node: (_, node, ancestors) => {
      const offset = node.range?.[0] ?? 0;
      if (isAlias(node)) report(offset, 'alias', 'aliases are not allowed; write the value out');
      else if (node.anchor !== undefined) report(offset, 'anchor', 'anchors are not allowed; write the value out');
      if (node.tag !== undefined) report(offset, 'tag', `tags such as ${node.tag} are not allowed`);
      if (isCollection(node) && ancestors.filter(isCollection).length === deepest) {
        report(offset, 'too_deep', `this is nested deeper than ${deepest}`);
      }
      if (isScalar(node) && typeof node.value === 'string') checkText(node.value, offset, report);
      return undefined;
    },
    Map: (_, map) => {
      checkKeys(map.items, report);
      return undefined;
    },
  });
}

function checkText(text: string, offset: number, report: (offset: number, code: string, sentence: string) => void) {
  if (credentials.some((form) => form.test(text))) {
    report(offset, 'credential', 'this looks like a credential; bind secrets to the connection id in the environment');
  }
  if (!text.isWellFormed()) report(offset, 'text', 'this text holds half a character');
}

function checkKeys(pairs: readonly Pair[], report: (offset: number, code: string, sentence: string) => void): void {
  const seen = new Set<string>();
  for (const { key } of pairs) {
    const offset = isScalar(key) || isMap(key) || isSeq(key) ? (key.range?.[0] ?? 0) : 0;
    if (!isScalar(key) || typeof key.value !== 'string') {
      report(offset, 'key', 'a key is text; put it in quotes');
      continue;
    }
    if (key.value === '<<') report(offset, 'merge', 'merge keys are not allowed; write the keys out');
    if (key.value === '__proto__') report(offset, 'key', 'this key is not allowed');
    if (seen.has(key.value)) report(offset, 'duplicate_key', `"${key.value}" is written twice here`);
    seen.add(key.value);
  }
}
