import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { approvalRequest } from '#views/approval-request.ts';
import { sections } from '#views/blocks.ts';
import { message } from '#views/frames.ts';
import { md, mention } from '#views/mrkdwn.ts';
import { outline, outlineView } from '#views/outline.ts';
import * as kit from './block-kit.ts';
import { card, person } from './scene.ts';

describe('an outline', () => {
  test('shows each kind of block in one way', () => {
    const shown = outline([
      { type: 'header', text: kit.plain('Title') },
      { ...kit.section(kit.mrkdwn('*bold* &amp; <https://example.com|a link>')), accessory: kit.button() },
      { type: 'section', fields: [kit.plain('left'), kit.plain('right')] },
      kit.context(kit.mrkdwn('small'), kit.plain('print')),
      kit.table([
        [kit.cell('name'), kit.cell('n')],
        [kit.cell('a'), kit.cell('10')],
      ]),
      kit.actions(kit.button(), kit.select([kit.option('a')])),
      { type: 'divider' },
      { ...kit.input(), optional: true, hint: kit.plain('why') },
      kit.image(),
      kit.chart(1, 1),
    ]);
    expect(shown.split('\n')).toEqual([
      '# Title',
      'bold & a link [Go]',
      'left',
      'right',
      '› small · print',
      '▤ name  n',
      '  a     10',
      '[Go] [ ▾]',
      '---',
      'Reason (optional) []',
      '  › why',
      'a chart',
      '▤ Cost',
    ]);
  });

  test('names people and times', () => {
    const text = kit.mrkdwn('<@U0BEN> by <!date^1795708800^{time}|16:00 UTC>, not <@U0ANA>');
    expect(outline([kit.section(text)], new Map([['U0BEN', 'ben']]))).toBe('@ben by 16:00 UTC, not @U0ANA');
  });

  test('of a modal goes from its title to its buttons', () => {
    expect(outlineView(kit.view({ close: kit.plain('Cancel') }))).toBe('# Promote\n---\n[Cancel] [Promote]');
  });

  test('takes whatever comes back from Slack', () => {
    fc.assert(
      fc.property(fc.anything(), (thing) => {
        expect(typeof outline([thing])).toBe('string');
        expect(typeof outlineView(thing)).toBe('string');
      }),
    );
  });
});

describe('the text of a message', () => {
  test('says what its blocks say, with names instead of mentions', () => {
    const shown = message(sections([md`${mention('U0BEN')} decides & "${'<!here>'}" is text`]), [person('ben')]);
    expect(shown.text).toBe('@ben decides &amp; "&lt;!here&gt;" is text');
  });

  test('is at most a screen long', () => {
    const { text } = approvalRequest(card({ at: 'open', nextGate: null }, { playbook: 'x'.repeat(9000) }));
    expect(text.length).toBeLessThan(4000);
  });
});
