/** One part of a typed question, as it was written and taken apart. */
export type QueryToken =
  | { readonly kind: 'word'; readonly written: string; readonly text: string }
  | { readonly kind: 'pair'; readonly written: string; readonly key: string; readonly value: string }
  | { readonly kind: 'option'; readonly written: string; readonly name: string; readonly value: string | null };

/** Quotes keep spaces together; phones and Macs write other quotes and one long dash for two. */
const part = /(?:"[^"]*"|[^\s"])+/g;

/** Takes a question apart. Never fails: an open quote stands for itself. */
export function queryTokens(text: string): readonly QueryToken[] {
  const plain = text.replace(/[“”„«»]/g, '"').replace(/(^|\s)[—–](?=\w)/g, '$1--');
  return (plain.match(part) ?? []).map(token);
}

function token(written: string): QueryToken {
  const equals = written.indexOf('=');
  const [left, right] = equals < 0 ? [written, null] : [written.slice(0, equals), written.slice(equals + 1)];
  if (left.startsWith('--')) {
    return { kind: 'option', written, name: left.slice(2).toLowerCase(), value: right === null ? null : bare(right) };
  }
  if (right === null) return { kind: 'word', written, text: bare(written) };
  return { kind: 'pair', written, key: bare(left), value: bare(right) };
}

function bare(text: string): string {
  return text.replaceAll('"', '');
}
