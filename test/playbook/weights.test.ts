import { describe, expect, it } from 'vitest';
import { digestOf } from '#domain/digest.ts';
import {
  equalWeights,
  filesReplaced,
  onlyAddress,
  readWeights,
  sameWeights,
  type Weights,
  writeWeights,
} from '#playbook/weights.ts';

const digestFor = (text: string) => digestOf({ text });
const a = digestFor('a');
const b = digestFor('b');
const c = digestFor('c');
const address = digestOf({ source: 's3://models/1' });
const elsewhere = digestOf({ source: 's3://models/2' });

function weights(known: Partial<Weights> = {}): string {
  return writeWeights({ files: null, tag: null, address, ...known });
}

describe('weights', () => {
  it.each([[{}], [{ files: a }], [{ tag: b }], [{ files: a, tag: b }]])(
    'are read as they were written: %j',
    (known) => {
      expect(readWeights(weights(known))).toEqual({ files: null, tag: null, address, ...known });
    },
  );

  it('are known by their address only where neither files nor a tag tell', () => {
    expect([weights(), weights({ files: a }), weights({ tag: a }), 'sha256:w'].map(onlyAddress)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  // What was recorded, what is read now, whether it is the same version still.
  it.each([
    ['the same files', { files: a }, { files: a }, true],
    ['other files at the same address', { files: a }, { files: b }, false],
    ['files that cannot be read any more', { files: a }, {}, false],
    ['files that can be read since', {}, { files: a }, true],
    ['a tag that came', {}, { tag: a }, false],
    ['a tag that changed', { tag: a }, { tag: b }, false],
    ['a tag that went', { tag: a }, {}, false],
    ['another address', {}, { address: elsewhere }, false],
  ])('%s', (_, before, now, same) => {
    expect(sameWeights(weights(before), weights(now))).toBe(same);
  });

  it('that were recorded before files were read are compared by what was recorded', () => {
    expect(sameWeights(address, weights({ files: a }))).toBe(true);
    expect(sameWeights(elsewhere, weights({ files: a }))).toBe(false);
    expect(sameWeights('w1', weights({ tag: digestOf({ tag: 'w1' }) }))).toBe(true);
    expect(sameWeights('w2', weights({ tag: digestOf({ tag: 'w1' }) }))).toBe(false);
    expect(sameWeights('w1', 'w1')).toBe(true);
  });

  it.each([
    ['files before tags', { files: a, tag: b }, { files: a, tag: c, address: elsewhere }, true],
    ['other files', { files: a, tag: b }, { files: c, tag: b, address: elsewhere }, false],
    ['tags where the files of one are not known', { files: a, tag: b }, { tag: b, address: elsewhere }, true],
    ['addresses where nothing else is known of both', { files: a }, { tag: b }, true],
    ['other addresses', {}, { address: elsewhere }, false],
  ])('of two versions are compared by %s', (_, one, other, equal) => {
    expect(equalWeights(weights(one), weights(other))).toBe(equal);
    expect(equalWeights(weights(other), weights(one))).toBe(equal);
  });

  it('were replaced where other files lie at the same address', () => {
    expect(filesReplaced(weights({ files: a }), weights({ files: b }))).toBe(true);
    for (const now of [weights({ files: a }), weights(), weights({ files: b, address: elsewhere }), null]) {
      expect(filesReplaced(weights({ files: a }), now)).toBe(false);
    }
  });
});
