import fc from 'fast-check';
import { digestSections } from '#domain/digest-section.ts';
import type { DigestLine, DigestPart, DigestScope } from '#domain/weekly-digest.ts';
import { digestPreview, digestSubscribed, digestUnsubscribed } from '#views/digest-answers.ts';
import { digestDetail, type ShownDigest, weeklyDigest } from '#views/weekly-digest.ts';
import * as any from './any-state.ts';

const { text, instant, rows, press } = any;

const line: fc.Arbitrary<DigestLine> = fc.record(
  {
    said: fc.array(
      fc.oneof(
        text,
        instant.map((at) => ({ at })),
      ),
      { maxLength: 6 },
    ),
    idle: fc.record({ id: fc.constantFrom('a', 'b'), name: text }),
  },
  { requiredKeys: ['said'] },
);

const part: fc.Arbitrary<DigestPart> = fc.record({
  section: fc.constantFrom(...digestSections),
  title: text,
  lines: fc.array(line, { minLength: 1, maxLength: 2 }),
  detail: rows(line),
});

export const scope: fc.Arbitrary<DigestScope> = fc.oneof(
  // A playbook takes no longer name of a team.
  text.map((team) => ({ kind: 'team' as const, team: team.slice(0, 63) })),
  fc.record({ kind: fc.constant('leaders' as const), id: text, teams: fc.option(rows(text)) }),
  text.map((name) => ({ kind: 'organization' as const, name })),
);

const shown: fc.Arbitrary<ShownDigest> = fc.record({
  digest: fc.record({
    scope,
    week: fc.constant({ first: '2026-11-23', last: '2026-11-29' }),
    zone: text,
    parts: fc.array(part, { maxLength: 5 }),
    inThread: fc.array(part, { maxLength: 11 }),
    missed: rows(text),
  }),
  presses: press.map((one) => ({ a: one })),
});

/** Views of weekly digests in any state that could be. */
export const digestViews = {
  weeklyDigest: shown.map((state) => weeklyDigest(state)),
  digestPreview: fc.record({ shown: fc.option(shown), scope, next: instant, channel: text }).map(digestPreview),
  digestSubscribed: fc.record({ scope, next: instant }).map(digestSubscribed),
  digestUnsubscribed: scope.map(digestUnsubscribed),
  digestDetail: shown.map(({ digest }) => digestDetail(digest)),
};
