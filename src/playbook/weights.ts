import { type Digest, digestOf } from '#domain/digest.ts';

/**
 * What is known of a version's weights. `files` is the content of its files, `tag` what its pipeline said of them (tag
 * `countersign.digest.weights`), `address` only where they are.
 */
export interface Weights {
  readonly files: Digest | null;
  readonly tag: Digest | null;
  readonly address: Digest;
}

/** As the digest of the part: all that is known, so that later readings are compared with as much as they tell. */
export function writeWeights({ files, tag, address }: Weights): string {
  const said = [files === null ? [] : `files:${files}`, tag === null ? [] : `tag:${tag}`, `address:${address}`];
  return said.flat().join(' ');
}

/** Null for a digest that was given in another way, as by a playbook's test. */
export function readWeights(part: string): Weights | null {
  const [, files = null, tag = null, address = ''] =
    /^(?:files:(sha256:\w+) )?(?:tag:(sha256:\w+) )?address:(sha256:\w+)$/.exec(part) ?? [];
  return address === '' ? null : { files, tag, address };
}

/** Whether only the address of the files is known: what is in them may change behind it. */
export function onlyAddress(part: string): boolean {
  const weights = readWeights(part);
  return weights !== null && weights.files === null && weights.tag === null;
}

/**
 * Whether a version has the weights that were recorded of it: what was known then has to be known now, and the same.
 * What was recorded before files were read is a tag or an address as it was.
 */
export function sameWeights(before: string, now: string): boolean {
  const [then, since] = [readWeights(before), readWeights(now)];
  if (since === null) return before === now;
  if (then === null) return since.tag === null ? before === since.address : digestOf({ tag: before }) === since.tag;
  if (then.files !== null && then.files !== since.files) return false;
  return then.tag === since.tag && then.address === since.address;
}

/** Whether two versions have the same weights, by the best that is known of both. */
export function equalWeights(one: string, other: string): boolean {
  const [a, b] = [readWeights(one), readWeights(other)];
  if (a === null || b === null) return one === other;
  if (a.files !== null && b.files !== null) return a.files === b.files;
  if (a.tag !== null && b.tag !== null) return a.tag === b.tag;
  return a.address === b.address;
}

/** Whether other files lie where those of a version were read before. */
export function filesReplaced(before: string | null, now: string | null): boolean {
  const [then, since] = [readWeights(before ?? ''), readWeights(now ?? '')];
  if (then === null || since === null || then.files === null || since.files === null) return false;
  return then.address === since.address && then.files !== since.files;
}
