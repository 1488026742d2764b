import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bearsMark, markedEffect, markOf } from '#slack/message-mark.ts';

const key = Buffer.from('a key of the tests');
const place = { teamId: 'T0NORTH001', effect: '2b1c3c2e-9d54-4a4f-8f52-3f0c6f7d2c11' };

it('a mark names its effect to whoever holds the key, after a trip through JSON', () => {
  const mark: unknown = JSON.parse(JSON.stringify(markOf(key, place)));
  expect(markedEffect(key, place.teamId, mark)).toBe(place.effect);
  expect(bearsMark(key, place, mark)).toBe(true);
  expect(bearsMark(key, { ...place, effect: 'another' }, mark)).toBe(false);
});

it('a mark of another workspace, under another key, for another effect or of another kind is none', () => {
  const mark = markOf(key, place);
  expect(markedEffect(key, 'T0OTHER999', mark)).toBeNull();
  expect(markedEffect(Buffer.from('another key'), place.teamId, mark)).toBeNull();
  const moved = { ...mark, event_payload: { ...mark.event_payload, effect: 'another' } };
  expect(markedEffect(key, place.teamId, moved)).toBeNull();
  expect(markedEffect(key, place.teamId, { ...mark, event_type: 'somebody_else' })).toBeNull();
});

it('whatever else a message may carry is no mark, and no error', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (payload, mac) => {
      expect(markedEffect(key, place.teamId, payload)).toBeNull();
      const shaped = { event_type: 'countersign_effect', event_payload: { v: 1, effect: place.effect, mac } };
      expect(markedEffect(key, place.teamId, shaped)).toBeNull();
    }),
  );
});
