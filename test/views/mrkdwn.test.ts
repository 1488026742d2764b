import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { size } from '#views/clean.ts';
import { bold, code, dateToken, join, link, md, mention, mrkdwnText } from '#views/mrkdwn.ts';
import { readable } from '#views/outline.ts';
import * as any from './any-state.ts';

const written = (said: Parameters<typeof mrkdwnText>[0]) => mrkdwnText(said, 3000);

describe('somebody’s text in markup', () => {
  test.each([
    ['<!channel>', '&lt;!channel&gt;'],
    ['<@U0BEN> & co', '&lt;@U0BEN&gt; &amp; co'],
    ['*bold*', '∗bold∗'],
    ['~gone~', '∼gone∼'],
    ['_it_ but snake_case', 'ˍitˍ but snake_case'],
    ['a `code', 'a ˋcode'],
    [':white_check_mark: done', '꞉white_check_mark: done'],
    ['08:00 and 10:30:45', '08:00 and 10:30:45'],
    ['https://example.com', 'https://example.com'],
    ['abc\u202edef\u200b', 'abcdef'],
    ['a\r\nb', 'a\nb'],
  ])('%j is shown as %j', (text, shown) => {
    expect(written(md`${text}`)).toBe(shown);
  });

  test('cannot join our own marks to make new ones', () => {
    expect(written(md`${':smile'}: ${'x'}`)).toBe('꞉smile: x');
    expect(written(md`${'*'}${'!'}${'*'}`)).not.toContain('*');
  });

  test('never makes a token, however it is put together', () => {
    fc.assert(
      fc.property(fc.array(any.text, { maxLength: 6 }), fc.integer({ min: 1, max: 80 }), (texts, max) => {
        const said = join([md`a ${texts[0] ?? ''}`, ...texts, ...texts.map(bold), ...texts.map(code)], ' ');
        expect(mrkdwnText(said, 3000)).not.toMatch(/[<>]/);
        expect(mrkdwnText(said, max)).not.toMatch(/[<>]/);
        expect(size(mrkdwnText(said, max))).toBeLessThanOrEqual(max);
      }),
    );
  });

  test('reads back as it was, but for look-alikes', () => {
    const plain = fc.string({
      unit: fc.constantFrom('a', ' ', '<', '>', '&', '!', '@', '#', '|', '^', '7'),
      maxLength: 200,
    });
    fc.assert(
      fc.property(plain, (text) => {
        expect(readable(written(md`${text}`))).toBe(text);
      }),
    );
  });
});

describe('markup that we build', () => {
  test('a mention, of a user id only', () => {
    expect(written(mention('U0BEN'))).toBe('<@U0BEN>');
    expect(written(mention('!channel'))).toBe('!channel');
    expect(written(mention('U0BEN>  <!here'))).toBe('U0BEN&gt;  &lt;!here');
  });

  test('a moment in the reader’s zone, in UTC where that cannot be shown', () => {
    expect(written(dateToken('2026-11-26T16:00:00.000Z'))).toBe(
      '<!date^1795708800^{date_short_pretty} at {time}|Thu 26 Nov 16:00 UTC>',
    );
    expect(written(dateToken('2026-11-26T16:00:00.000Z', 'time'))).toBe('<!date^1795708800^{time}|16:00 UTC>');
    expect(() => dateToken('yesterday')).toThrow(RangeError);
  });

  test('a link over http only, whose parts cannot end it', () => {
    expect(written(link('https://a.example/x?y=1&z=2', 'open it'))).toBe('<https://a.example/x?y=1&amp;z=2|open it>');
    expect(written(link('https://a.example/|<!channel>', 'a|b'))).toBe('<https://a.example/%7C%3C!channel%3E|a∣b>');
    expect(written(link('javascript:alert(1)', 'open it'))).toBe('open it');
    expect(written(link('nowhere', 'open it'))).toBe('open it');
  });

  test('code and bold cannot be left by their text', () => {
    expect(written(code('a`b<c'))).toBe('`aˋb&lt;c`');
    expect(written(bold('a*b'))).toBe('*a∗b*');
    expect(written(code(''))).toBe('`–`');
  });

  test('is kept whole or left out where there is no room', () => {
    const said = md`before ${mention('U0BEN')} after`;
    expect(mrkdwnText(said, 40)).toBe('before <@U0BEN> after');
    expect(mrkdwnText(said, 12)).toBe('before …');
  });

  test('never cuts an escaped character or a grapheme', () => {
    expect(mrkdwnText(md`${'&&&&'}`, 12)).toBe('&amp;&amp;…');
    expect(mrkdwnText(md`${'👩‍👩‍👧‍👦'.repeat(3)}`, 10)).toBe('👩‍👩‍👧‍👦…');
  });
});
