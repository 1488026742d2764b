import fc from 'fast-check';
import * as any from './any-state.ts';

const { text, instant, maybe, rows, person, press } = any;

const base64 = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((raw) => Buffer.from(raw).toString('base64'));
export const checkpoint = fc.record({
  number: fc.nat(),
  entries: fc.nat(),
  added: fc.nat(),
  hash: text,
  at: instant,
  keyId: text,
  signed: fc.record({
    text: fc.json({ maxDepth: 1 }).map((json) => json.slice(0, 500)),
    key: base64(32),
    signature: base64(64),
  }),
});

export const outsideChange = fc.record({
  number: fc.nat(),
  model: text,
  target: text,
  registry: text,
  expected: maybe(text),
  found: maybe(text),
  kind: fc.constantFrom(
    'not_approved' as const,
    'went_back' as const,
    'removed' as const,
    'unknown_version' as const,
    'other' as const,
  ),
  openRequest: maybe(fc.nat()),
  noticedAt: instant,
  knownFor: maybe(fc.nat()),
  team: maybe(text),
  nth: fc.nat(),
  owner: rows(person),
  settled: maybe(
    fc.oneof(
      fc.record({ as: fc.constant('explained' as const), by: text, reason: text, at: instant }),
      fc.record({
        as: fc.constantFrom('put_back' as const, 'decided' as const),
        request: maybe(fc.nat()),
        at: instant,
      }),
      fc.record({ as: fc.constant('moved_on' as const), at: instant }),
    ),
  ),
  press,
});

export const putBack = fc
  .tuple(outsideChange, text, maybe(text))
  .map(([state, expected, needs]) => ({ ...state, expected, needs }));
