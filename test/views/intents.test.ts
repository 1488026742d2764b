import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeIntent, type Handlers, intentNames, readIntent } from '#views/intents.ts';
import { press } from './scene.ts';

describe('an intent', () => {
  test('reads back what was written', () => {
    const { action_id, value } = encodeIntent('approve', { press });
    expect(readIntent(action_id, value)).toEqual({ name: 'approve', payload: { press } });
    const more = { list: 'runs', offset: 12, only: 'fraud' } as const;
    expect(readIntent('show-more', encodeIntent('show-more', more).value)).toEqual({
      name: 'show-more',
      payload: more,
    });
  });

  test('that carries nothing needs no value', () => {
    expect(readIntent('promote-pick-model', undefined)).toEqual({ name: 'promote-pick-model', payload: {} });
    expect(readIntent('promote-pick-model', null)).toEqual({ name: 'promote-pick-model', payload: {} });
  });

  test.each([
    { actionId: 'aprove', value: '{"press":"a"}' },
    { actionId: 'constructor', value: '{}' },
    { actionId: 'approve', value: undefined },
    { actionId: 'approve', value: 'a' },
    { actionId: 'approve', value: '{"press":""}' },
    { actionId: 'approve', value: '{"press":7}' },
    { actionId: 'approve', value: '{"press":"a","as":"U0ANA"}' },
    { actionId: 'decide-submit', value: '{"press":"a","decision":"override"}' },
    { actionId: 'show-more', value: '{"list":"runs","offset":-1,"only":null}' },
  ])('is none of ours: $actionId with $value', ({ actionId, value }) => {
    expect(readIntent(actionId, value)).toBeNull();
  });

  test('is never read from arbitrary values', () => {
    fc.assert(
      fc.property(fc.constantFrom(...intentNames), fc.oneof(fc.string(), fc.json()), (name, value) => {
        const intent = readIntent(name, value);
        if (intent !== null) expect(readIntent(name, JSON.stringify(intent.payload))).toEqual(intent);
      }),
    );
  });

  test('has a name of its own, and its value always fits a button', () => {
    expect(new Set(intentNames).size).toBe(intentNames.length);
    const longest = encodeIntent('approve', { press: 'x'.repeat(1500) });
    expect(readIntent(longest.action_id, longest.value)).not.toBeNull();
    expect(longest.value.length).toBeLessThanOrEqual(2000);
  });
});

test('a table of handlers without one of the intents does not compile', () => {
  const done = async () => {};
  const all = Object.fromEntries(intentNames.map((name) => [name, done])) as unknown as Handlers<null>;
  const { approve: _, ...rest } = all;
  // @ts-expect-error: approve is missing
  const table = rest satisfies Handlers<null>;
  expect(Object.keys(table)).toHaveLength(intentNames.length - 1);
});
