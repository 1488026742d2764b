import type { EvidenceItem, PlaybookKeys } from '../keys.ts';
import { checkWords } from '../render/check-words.ts';
import { lengthWords, orList, quoted } from '../words.ts';
import { checkWay } from './check-way.ts';
import {
  fewerIsTighter,
  listChange,
  lowerIsTighter,
  moreIsTighter,
  namingIds,
  sameValue,
  type Way,
} from './directions.ts';
import { type Change, change } from './policy-change.ts';
import { type Side, seatedRoles } from './sides.ts';

/** What changed in the evidence: items that went, that came, that are not as they were. */
export function evidenceChanges(before: Side, after: Side): readonly Change[] {
  const [was, is] = [before.keys.evidence ?? [], after.keys.evidence ?? []];
  const gone = was.filter(({ id }) => !is.some((item) => item.id === id));
  const came = is.filter(({ id }) => !was.some((item) => item.id === id));
  return [
    ...gone.map((item) =>
      change(
        key(item),
        'looser',
        `the evidence ${quoted(item.title)} is taken out`,
        item.cares ?? seatedRoles(before.policy),
      ),
    ),
    ...came.map((item) => change(key(item), 'tighter', `the evidence ${quoted(item.title)} is added`)),
    ...was.flatMap((item) => {
      const other = is.find(({ id }) => id === item.id);
      return other === undefined ? [] : changedEvidence(item, other, before, after);
    }),
  ];
}

/**
 * What changed in one item that both sides have. One that a condition reads goes no clear way: to fail may open another
 * way.
 */
export function changedEvidence(
  was: EvidenceItem,
  is: EvidenceItem,
  { keys: keysBefore, policy: before }: Side,
  { keys: keysAfter, policy: after }: Side,
): readonly Change[] {
  const isRead = readByConditions(keysBefore, keysAfter).has(was.id);
  const clear = (way: Way): Way => (isRead && way !== 'same' ? 'different' : way);
  const one = (where: string, found: Way, sentence: string, roles: readonly string[] = []) => {
    const way = clear(found);
    return way === 'same' ? [] : [change(`${key(was)}.${where}`, way, `${quoted(was.title)}: ${sentence}`, roles)];
  };
  const cares = { a: was.cares ?? seatedRoles(before), b: is.cares ?? seatedRoles(after) };
  const bothDefault = was.cares === null && is.cares === null;
  return [
    ...one(
      'check',
      checkWay(was.check, is.check),
      `${checkWords(is.check, namingIds)}, instead of ${checkWords(was.check, namingIds)}`,
    ),
    ...one(
      'max_age',
      lowerIsTighter(was.maxAgeMs ?? Infinity, is.maxAgeMs ?? Infinity),
      `${ageWords(is.maxAgeMs)}, instead of ${ageWords(was.maxAgeMs)}`,
    ),
    ...one(
      'produced_by',
      producers(was.producedBy, is.producedBy),
      `may come from ${producerWords(is.producedBy)}, instead of ${producerWords(was.producedBy)}`,
    ),
    ...(bothDefault
      ? []
      : one(
          'cares',
          moreIsTighter(cares.a, cares.b),
          `who is asked again when it changes: ${listChange(cares.a, cares.b)}`,
          cares.a.filter((role) => !cares.b.includes(role)),
        )),
    ...(was.title === is.title
      ? []
      : [change(`${key(was)}.title`, 'neutral', `${quoted(was.title)} is called ${quoted(is.title)}`)]),
  ];
}

function ageWords(ms: number | null): string {
  return ms === null ? 'at any age' : `at most ${lengthWords(ms)} old`;
}

function producerWords(from: readonly string[] | null): string {
  return from === null ? 'any connection' : orList(from);
}

/** Null is any connection, but no person. */
function producers(was: readonly string[] | null, is: readonly string[] | null): Way {
  if (sameValue(was, is)) return 'same';
  if (was !== null && is !== null) return fewerIsTighter(was, is);
  const list = was ?? is ?? [];
  if (list.includes('person')) return 'different';
  return was === null ? 'tighter' : 'looser';
}

function key({ id }: EvidenceItem): string {
  return `evidence[${JSON.stringify(id)}]`;
}

/** Evidence ids that some condition reads, on either side. */
function readByConditions(...sides: readonly PlaybookKeys[]): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) walk(one);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        if (name === 'evidence' && typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
          for (const id of Object.keys(inner)) found.add(id);
        }
        walk(inner);
      }
    }
  };
  for (const { evidence: _, ...keys } of sides) walk(keys);
  return found;
}
