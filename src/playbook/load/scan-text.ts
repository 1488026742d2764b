import { CST, Lexer } from 'yaml';
import { tokenBounds } from './token-bounds.ts';

/** Reports something at an offset of the text. */
export type Report = (offset: number, code: string, sentence: string) => void;

const mostBytes = 64 * 1024;

const credentials = [
  /\bxox[abeoprs]-[A-Za-z0-9-]{8}/,
  /\bxapp-[A-Za-z0-9-]{8}/,
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bgh[oprsu]_[A-Za-z0-9]{30}/,
  /\bgithub_pat_[A-Za-z0-9_]{30}/,
  /\bglpat-[A-Za-z0-9_-]{20}/,
  /\bAIza[A-Za-z0-9_-]{35}/,
  /\bya29\.[A-Za-z0-9_-]{20}/,
  /\bdapi[0-9a-f]{32}\b/,
  /\bhf_[A-Za-z0-9]{30}/,
  /\bsk-[A-Za-z0-9_-]{20}/,
  /\beyJ[A-Za-z0-9_-]{10,400}\.[A-Za-z0-9_-]{10}/,
  /:\/\/[^/\s:@]{1,100}:[^/\s@]{1,200}@/,
  /\bhooks\.slack\.com\/services\//,
];

/** What a reader cannot see, or sees in another order than the program. */
const unseen = /[\u200B\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/u;
const control = /[^\P{Cc}\t\n\r\u0085]/u;

/** What a text says that no reader sees; null for nothing. */
export function hiddenIn(text: string): { readonly offset: number; readonly sentence: string } | null {
  if (!text.isWellFormed()) {
    return { offset: Math.max(text.search(/\p{Cs}/u), 0), sentence: 'this text holds half a character; type it again' };
  }
  const at = text.search(control);
  if (at >= 0) return { offset: at, sentence: `this text holds the control character ${pointOf(text, at)}; delete it` };
  const hidden = text.search(unseen);
  if (hidden < 0) return null;
  return { offset: hidden, sentence: `this text holds the invisible character ${pointOf(text, hidden)}; delete it` };
}

function pointOf(text: string, offset: number): string {
  return `U+${(text.codePointAt(offset) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * Looks over a text once before it is read as YAML, and answers whether it may be: work is bounded by the size of the
 * text, and a text that YAML would make large or deep is refused here.
 */
export function scanText(text: string, report: Report): boolean {
  if (Buffer.byteLength(text) > mostBytes) {
    report(0, 'too_large', 'this file is larger than 64 kB; split it');
    return false;
  }
  if (text.includes('\uFFFD')) {
    report(text.indexOf('\uFFFD'), 'not_utf8', 'this character is not UTF-8; save the file as UTF-8');
    return false;
  }
  const hidden = hiddenIn(text);
  if (hidden !== null) {
    report(hidden.offset, 'hidden_text', hidden.sentence);
    return false;
  }
  for (const form of credentials) {
    const at = text.search(form);
    if (at >= 0) report(at, 'credential', credentialSentence);
  }
  return scanTokens(text, report);
}

/** What to do about a secret in a file. */
export const credentialSentence =
  'this looks like a credential; take it out, replace it where it came from, and bind the new one to the connection id in the environment';

/** Reads tokens until the first bound that is passed. */
function scanTokens(text: string, report: Report): boolean {
  const bounds = tokenBounds();
  let [offset, scalar] = [0, false];
  for (const source of new Lexer().lex(text)) {
    if (source === CST.DOCUMENT || source === CST.FLOW_END || source === CST.SCALAR) {
      scalar = source === CST.SCALAR;
      if (source === CST.FLOW_END) bounds.leaveFlow();
      continue;
    }
    const passed = bounds.passedBy(scalar ? null : source, source.endsWith('\n'));
    if (passed !== null) {
      report(offset, passed.code, passed.sentence);
      return false;
    }
    offset += source.length;
    scalar = false;
  }
  return true;
}
