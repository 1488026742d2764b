import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '#errors.ts';
import { effectPress, readEffectPress } from '#operations/effect-press.ts';
import { readPress, writePress } from '#operations/press.ts';

const signer = { workspaceId: 'T0NORTH001', pressKey: Buffer.from('a key of the tests, thirty-two b') };
const codes = fc.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{2}$/);
const presses = fc.record({
  number: fc.integer({ min: 1, max: 999_999_999 }),
  generation: fc.integer({ min: 1, max: 999_999_999 }),
  code: codes,
  openedBy: fc.option(fc.stringMatching(/^[UW][A-Z0-9]{8,10}$/)),
});
const effects = fc.uuid();

/** Any other text: one place changed, cut, or added to. */
function changed(text: string, edit: { at: number; char: string; kind: 'put' | 'cut' | 'add' }): string {
  const at = edit.at % text.length;
  if (edit.kind === 'add') return text.slice(0, at) + edit.char + text.slice(at);
  return text.slice(0, at) + (edit.kind === 'cut' ? '' : edit.char) + text.slice(at + 1);
}
const edits = fc.record({
  at: fc.nat(500),
  char: fc.constantFrom('0', 'a', 'Z', '.', '-', '_', 'é', '😀', '\n', ' '),
  kind: fc.constantFrom('put' as const, 'cut' as const, 'add' as const),
});

describe('a press', () => {
  it('reads as what was written, for whoever it was written for', () => {
    fc.assert(
      fc.property(presses, (press) => {
        expect(readPress(signer, writePress(signer, press), press.openedBy ?? 'U0ANYBODY')).toEqual(press);
      }),
    );
  });

  it('is refused once one character of it is another', () => {
    fc.assert(
      fc.property(presses, edits, (press, edit) => {
        const text = writePress(signer, press);
        const other = changed(text, edit);
        fc.pre(other !== text);
        expect(() => readPress(signer, other, press.openedBy ?? 'U0ANYBODY')).toThrow(Refusal);
      }),
    );
  });

  it('of a modal is refused to anybody but its opener', () => {
    fc.assert(
      fc.property(presses, (press) => {
        fc.pre(press.openedBy !== null);
        expect(() => readPress(signer, writePress(signer, press), 'U0SOMEBODYELSE')).toThrow(/opened by somebody else/);
      }),
    );
  });

  it('of another workspace or under another key is refused', () => {
    fc.assert(
      fc.property(presses, (press) => {
        const text = writePress({ ...signer, workspaceId: 'T0OTHER999' }, press);
        expect(() => readPress(signer, text, press.openedBy ?? 'U0ANYBODY')).toThrow(Refusal);
        const rekeyed = writePress({ ...signer, pressKey: Buffer.from('another key') }, press);
        expect(() => readPress(signer, rekeyed, press.openedBy ?? 'U0ANYBODY')).toThrow(Refusal);
      }),
    );
  });
});

describe('a press about an effect', () => {
  it('reads as the effect, and is refused once one character of it is another', () => {
    fc.assert(
      fc.property(effects, edits, (id, edit) => {
        const text = effectPress(signer, id);
        expect(readEffectPress(signer, text)).toBe(id);
        const other = changed(text, edit);
        fc.pre(other !== text);
        expect(() => readEffectPress(signer, other)).toThrow(Refusal);
      }),
    );
  });

  it('does not pass for a press about a request, nor the other way round', () => {
    fc.assert(
      fc.property(presses, effects, (press, id) => {
        expect(() => readEffectPress(signer, writePress(signer, press))).toThrow(Refusal);
        expect(() => readPress(signer, effectPress(signer, id), 'U0ANYBODY')).toThrow(Refusal);
      }),
    );
  });
});
