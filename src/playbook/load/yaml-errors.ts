import type { YAMLError } from 'yaml';

/** What is wrong with a text that is no YAML, and what to do, by the parser's code. */
const sentences: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  ALIAS_PROPS: 'aliases are not allowed; write the value out, or put it in quotes if it is text',
  BAD_ALIAS: 'this begins like an alias; put it in quotes if it is text',
  BAD_DQ_ESCAPE: 'this is no escape of YAML; write \\\\ for a backslash, or use single quotes',
  BAD_INDENT: 'this is not indented as the lines around it; indent it by spaces to its level',
  BAD_SCALAR_START: 'text that begins with this character needs quotes',
  BLOCK_AS_IMPLICIT_KEY:
    'a key and its map cannot stand on one line like this; check the indentation, or quote the text',
  BLOCK_IN_FLOW: 'inside [ ] and { } write lists and maps with brackets too',
  KEY_OVER_1024_CHARS: 'this key is far too long; a quote or colon may be missing',
  MULTILINE_IMPLICIT_KEY: 'this key goes over several lines; a colon or quote may be missing before it',
  MULTIPLE_DOCS: 'a file holds one document; delete this --- or move what follows to a file of its own',
  RESOURCE_EXHAUSTION: 'this file is nested too deeply to be read',
  TAB_AS_INDENT: 'a tab cannot indent; use spaces',
};

/** A sentence for one error of the YAML parser. */
export function yamlSentence({ code, message }: Pick<YAMLError, 'code' | 'message'>): string {
  const known = sentences[code];
  if (known !== undefined) return known;
  const [first = ''] = message.split('\n');
  if (code === 'MISSING_CHAR') return missing(first);
  if (code === 'UNEXPECTED_TOKEN') {
    const [, found] = /: "(.*)"$/.exec(first) ?? [];
    const what = found === undefined || found === '' ? 'this' : `\`${found}\``;
    return `${what} does not belong here; check brackets, quotes and indentation on this line and the one before`;
  }
  return 'this is no YAML; check brackets, quotes and indentation here';
}

function missing(message: string): string {
  const [, closing] = /(?:end with a|closing) (\S)/.exec(message) ?? [];
  if (closing !== undefined) return `a closing ${closing} is missing here; add it, or indent what belongs inside`;
  return 'something is missing here, perhaps a space after the colon or a comma';
}
