import { Fault } from './fault.ts';

/**
 * Reads JSON in UTF-8 as Python writes it, which puts bare NaN and Infinity where a number is none: they become null.
 * Throws a Fault for anything else.
 */
export function jsonBody(bytes: Uint8Array): unknown {
  const text = utf8(bytes);
  if (text.trim() === '') throw new Fault('The body is empty. Send the report as JSON.', '');
  return parsed(text) ?? parsedOrThrown(withoutBareNumbers(text));
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Fault('The body is not UTF-8. Send the report as JSON in UTF-8, without compression.', '');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parsedOrThrown(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Fault('The body is not JSON. Send the report as the tool exports it in JSON.', '');
  }
}

/** Strings are stepped over, so that a name like "NaN" stays what it is. */
function withoutBareNumbers(text: string): string {
  const token = /"|-?Infinity\b|NaN\b/g;
  const parts: string[] = [];
  let done = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[0] === '"') {
      token.lastIndex = afterString(text, match.index);
      continue;
    }
    parts.push(text.slice(done, match.index), 'null');
    done = token.lastIndex;
  }
  return parts.join('') + text.slice(done);
}

function afterString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') return index + 1;
  }
  return text.length;
}
