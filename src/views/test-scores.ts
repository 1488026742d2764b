import type { KnownBlock } from '@slack/types';
import { button, section, sections } from './blocks.ts';
import { label } from './clean.ts';
import { encodeIntent } from './intents.ts';
import type { MaturityNumber, ShownTest } from './maturity-state.ts';
import { plain } from './maturity-words.ts';
import { bold, dateToken, join, type Mrkdwn, md } from './mrkdwn.ts';

type ModelScore = Extract<MaturityNumber, { of: 'score' }>['models'][number];

/** One model's ML Test Score: its sums, each test that stands, how, and by whom. */
export function scoreBlocks({ model, score, meaning, sums, tests, of }: ModelScore): readonly KnownBlock[] {
  const { data, model: ofModel, infrastructure, monitoring } = sums;
  const standing = tests.filter(({ points }) => points > 0).length;
  const name = label(model, 80);
  return [
    section(
      md`${bold(name)}: ${plain(score)}, ${meaning}. ${standing} of ${of} tests stand.`,
      button('Record a test…', encodeIntent('hand-test-open', { model }), {
        spoken: `Record a test of ${label(model, 40)} that was done by hand`,
      }),
    ),
    ...sections(
      [
        md`Data ${plain(data)}, model ${plain(ofModel)}, infrastructure ${plain(infrastructure)}, monitoring ${plain(monitoring)}`,
        ...tests.map(testLine),
        ...(tests.length === 0 ? [md`No test has evidence yet.`] : []),
      ],
      900,
    ),
  ];
}

function testLine({ test, title, points, because, said }: ShownTest): Mrkdwn {
  const people = said
    .slice(0, 3)
    .map(
      ({ by, passed, until, where }) =>
        md` ${label(by, 40)} says that it ${passed ? 'passed' : 'did not pass'}, until ${dateToken(until, 'date')} (“${label(where, 80)}”).`,
    );
  return md`• ${test} ${title}: ${plain(points)}. ${label(because, 200)}${join(people, '')}`;
}
