import { describe, expect, it } from 'vitest';
import { parsePromote } from '#slack/commands/promote.ts';

describe('what follows /mlops promote', () => {
  it.each([
    ['', null, null, null, ''],
    ['fraud-scorer', 'fraud-scorer', null, null, ''],
    ['fraud-scorer 7', 'fraud-scorer', '7', null, ''],
    ['fraud-scorer v7 to production', 'fraud-scorer', 'v7', 'production', ''],
    ['fraud/scorer challenger because it is better', 'fraud/scorer', 'challenger', null, 'it is better'],
    ['m 7 to canary because moved to the new store', 'm', '7', 'canary', 'moved to the new store'],
    ['m 7 BECAUSE: recall', 'm', '7', null, 'recall'],
    ['  m   7  to  production  ', 'm', '7', 'production', ''],
    ['m to production', 'm', null, 'production', ''],
    ['because only a reason', null, null, null, 'only a reason'],
    ['m 7 because line one\nline two', 'm', '7', null, 'line one\nline two'],
  ])('%j', (words, model, version, target, reason) => {
    expect(parsePromote(words)).toEqual({ model, version, target, reason });
  });
});
