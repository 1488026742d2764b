import type { Json } from '#domain/canonical-json.ts';
import { type Digest, digestOf } from '#domain/digest.ts';
import type { Part, Parts, Subject } from './facts.ts';
import type { EvidenceVerdict } from './verdict.ts';
import { sameWeights } from './weights.ts';

/** What a vote is tied to of one evidence item (§10.1): not its date, producer or age. */
export function fingerprint(seen: {
  readonly id: string;
  readonly check: Json;
  readonly verdict: string;
  readonly values: Json;
  readonly findings: readonly string[];
  readonly document: Digest | null;
}): Digest {
  return digestOf(seen);
}

/**
 * Evidence id to fingerprint, as a vote cast now signs it. Where the pinned and the current policy judge an item
 * differently both were shown, so both are signed, with a space between.
 */
export function fingerprints(evidence: readonly EvidenceVerdict[]): Readonly<Record<string, Digest>> {
  const shown = Map.groupBy(evidence, ({ id }) => id);
  return Object.fromEntries(
    [...shown].map(([id, items]) => [id, [...new Set(items.map((item) => item.fingerprint))].sort().join(' ')]),
  );
}

/** Whether a vote that signed `seen` was cast on this state of an item. */
export function wasShown(seen: Digest | undefined, now: Digest): boolean {
  return seen !== undefined && (seen === now || seen.split(' ').includes(now));
}

/** Evidence id to open findings, as a vote cast now keeps them. */
export function findingsSeen(evidence: readonly EvidenceVerdict[]): Readonly<Record<string, readonly string[]>> {
  const shown = Map.groupBy(
    evidence.filter(({ findings }) => findings.length > 0),
    ({ id }) => id,
  );
  return Object.fromEntries(
    [...shown].map(([id, items]) => [id, [...new Set(items.flatMap(({ findings }) => findings))]]),
  );
}

export function evidenceDigest(evidence: readonly EvidenceVerdict[]): Digest {
  return digestOf(fingerprints(evidence));
}

/** What `digest_of` of a playbook makes of a version (§10.1); a part that nobody knows counts as null. */
export function subjectDigest(
  { registry, model, version, parts }: Omit<Subject, 'digest'>,
  digested: readonly Part[],
): Digest {
  const counted = Object.fromEntries(digested.map((part) => [part, parts[part] ?? null]));
  return digestOf({ registry, model, version, parts: counted });
}

/** Whether a version is made of what it was made of before, as far as the playbook asks. */
export function sameParts(before: Parts, now: Parts, digested: readonly Part[]): boolean {
  return digested.every((part) => {
    const [then, since] = [before[part] ?? null, now[part] ?? null];
    if (then === null || since === null || part !== 'weights') return then === since;
    return sameWeights(then, since);
  });
}
