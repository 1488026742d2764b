import type { EvidenceItem, PlaybookKeys } from '../keys.ts';
import type { EffectivePolicy } from '../playbook.ts';
import { checkWords } from '../render/check-words.ts';
import { lengthWords, type Naming, quoted } from '../words.ts';
import { checkWay } from './check-way.ts';
import { fewerIsTighter, listChange, lowerIsTighter, moreIsTighter, sameValue, type Way } from './directions.ts';
import { type Change, change } from './policy-change.ts';
import { type Side, seatedRoles } from './sides.ts';

const naming: Naming = { person: (id) => id, roles: (ids) => ids.join(' or '), evidence: (id) => quoted(id) };

/** What changed in the evidence. Items that a condition reads go no clear way: to fail may open another one. */
export function evidenceChanges(before: Side, after: Side): readonly Change[] {
  const [was, is] = [before.keys.evidence ?? [], after.keys.evidence ?? []];
  const read = readByConditions(before.keys, after.keys);
  const clear = (id: string, way: Way): Way => (read.has(id) && way !== 'same' ? 'different' : way);
  const gone = was.filter(({ id }) => !is.some((item) => item.id === id));
  const came = is.filter(({ id }) => !was.some((item) => item.id === id));
  return [
    ...gone.map((item) =>
      change(key(item), 'looser', `the evidence ${quoted(item.title)} is taken out`, item.cares ?? []),
    ),
    ...came.map((item) => change(key(item), 'tighter', `the evidence ${quoted(item.title)} is added`)),
    ...was.flatMap((item) => {
      const other = is.find(({ id }) => id === item.id);
      return other === undefined ? [] : changed(item, other, before.policy, after.policy, (way) => clear(item.id, way));
    }),
  ];
}

function changed(
  was: EvidenceItem,
  is: EvidenceItem,
  before: EffectivePolicy,
  after: EffectivePolicy,
  clear: (way: Way) => Way,
): readonly Change[] {
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
      `${checkWords(is.check, naming)}, instead of ${checkWords(was.check, naming)}`,
    ),
    ...one(
      'max_age',
      lowerIsTighter(was.maxAgeMs ?? Infinity, is.maxAgeMs ?? Infinity),
      `${ageWords(is.maxAgeMs)}, instead of ${ageWords(was.maxAgeMs)}`,
    ),
    ...one(
      'produced_by',
      producers(was.producedBy, is.producedBy),
      `may come from ${is.producedBy?.join(', ') ?? 'any connection'}`,
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
