import { describe, expect, test } from 'vitest';
import { validateMessage, validateView } from '#views/validate.ts';
import * as kit from './block-kit.ts';
import { inMessages, inViews } from './slack-bounds.ts';

const { message, plain, section, word } = kit;

describe.each([
  {
    surface: 'message',
    bounds: inMessages,
    problemsOf: (made: unknown) => validateMessage({ text: 'a', blocks: made }),
  },
  { surface: 'view', bounds: inViews, problemsOf: validateView },
])('each bound of a $surface', ({ bounds, problemsOf }) => {
  test.each(bounds)('$what: at most $max', ({ max, make, pointer }) => {
    expect(problemsOf(make(max))).toEqual([]);
    expect(problemsOf(make(max + 1)).map((problem) => problem.pointer)).toContain(pointer);
  });

  test.each(bounds.filter(({ min }) => min !== undefined))('$what: at least $min', ({ min = 0, make, pointer }) => {
    expect(problemsOf(make(min))).toEqual([]);
    expect(problemsOf(make(min - 1)).map((problem) => problem.pointer)).toContain(pointer);
  });
});

describe('a message as a whole', () => {
  const filler = (characters: number) =>
    [2500, 2500, 2500, characters - 7500].map((size) => section(plain(word(size))));

  test('has at most 10,000 characters in its blocks', () => {
    expect(validateMessage({ text: 'a', blocks: filler(10_000) })).toEqual([]);
    expect(validateMessage({ text: 'a', blocks: filler(10_001) })).toMatchObject([{ code: 'msg_blocks_too_long' }]);
  });

  test('counts code points, so that an emoji is one character', () => {
    expect(message({ type: 'header', text: plain('🦊'.repeat(150)) })).toEqual([]);
    expect(message({ type: 'header', text: plain('🦊'.repeat(151)) })).toHaveLength(1);
  });

  test('needs text or blocks', () => {
    expect(validateMessage({ text: 'a' })).toEqual([]);
    expect(validateMessage({ text: '', blocks: [] })).toMatchObject([{ code: 'no_text', pointer: '/text' }]);
    expect(validateMessage({ text: 'a', blocks: 'nonsense' })).toMatchObject([{ code: 'invalid_blocks_format' }]);
  });

  test('has at most 40,000 characters of text', () => {
    expect(validateMessage({ text: word(40_000) })).toEqual([]);
    expect(validateMessage({ text: word(40_001) })).toMatchObject([{ code: 'msg_too_long' }]);
  });

  test('has one table of any kind', () => {
    const one = kit.table([[kit.cell('a')]]);
    expect(message(one)).toEqual([]);
    expect(message(one, kit.dataTable([[kit.cell('a')], [kit.cell('b')]]))).toMatchObject([
      { code: 'only_one_table_allowed', pointer: '/blocks/1' },
    ]);
  });

  test('has at most 12,000 characters of markdown in all', () => {
    const markdown = { type: 'markdown', text: word(6001) };
    expect(message(markdown, markdown).map((problem) => problem.code)).toContain('too_long');
  });
});

test('a table has at most 10,000 characters where a message total does not forbid it', () => {
  const home = (size: number) => ({ type: 'home', blocks: [kit.table([[kit.cell(word(size))], [kit.cell('a')]])] });
  expect(validateView(home(9_999))).toEqual([]);
  expect(validateView(home(10_000))).toMatchObject([{ pointer: '/view/blocks/0', code: 'too_long' }]);
});
