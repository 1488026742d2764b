import type { Json } from '#domain/canonical-json.ts';
import { durationMs } from '../duration.ts';
import type { EvidenceItem } from '../keys.ts';
import {
  fewerIsTighter,
  higherIsTighter,
  lowerIsTighter,
  moreIsTighter,
  ranked,
  sameValue,
  together,
  type Way,
} from './directions.ts';
import { bound } from './predicate-scope.ts';

type Value = Readonly<Record<string, Json>>;

/** How a changed check stands to the one before. Another kind of check cannot be compared. */
export function checkWay(was: EvidenceItem['check'], is: EvidenceItem['check']): Way {
  if (sameValue(was, is)) return 'same';
  const [a, b] = [was.value, is.value];
  if (was.kind !== is.kind || !isMap(a) || !isMap(b)) return 'different';
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  if (names.has('value')) names.delete('op');
  return together([...names].map((name) => keyWay(name, a, b)));
}

function keyWay(name: string, a: Value, b: Value): Way {
  if (name === 'value') {
    return boundWay({ op: a['op'] ?? '', value: a[name] ?? 0 }, { op: b['op'] ?? '', value: b[name] ?? 0 });
  }
  const [was, is] = [a[name], b[name]];
  if (sameValue(was, is)) return 'same';
  switch (name) {
    case 'low':
      return higherIsTighter(Number(was), Number(is));
    case 'high':
      return lowerIsTighter(Number(was), Number(is));
    case 'tolerance':
      return toleranceWay(was ?? 0, is ?? 0);
    case 'if_no_champion':
      return ranked<unknown>(['missing', 'pass'], was, is);
    case 'bound_to':
      return ranked<unknown>(['candidate', 'model'], was, is);
    case 'slices':
    case 'sections':
      return moreIsTighter(textsOf(was), textsOf(is));
    case 'min_support':
      return lowerIsTighter(Number(was), Number(is));
    case 'at_most':
      return lowerIsTighter(durationOf(was, Infinity), durationOf(is, Infinity));
    case 'for':
      return higherIsTighter(durationOf(was, 0), durationOf(is, 0));
    case 'is':
      return fewerIsTighter(textsOf(was), textsOf(is));
    case 'open_findings':
      return findingsWay(was, is);
    default:
      return 'different';
  }
}

function boundWay(a: Json, b: Json): Way {
  const scope = bound(a, b);
  if (scope === 'narrower') return 'tighter';
  return scope === 'wider' ? 'looser' : scope === 'same' ? 'same' : 'different';
}

/** A number against a percentage cannot be compared without the reference. */
function toleranceWay(was: Json, is: Json): Way {
  if (typeof was === 'number' && typeof is === 'number') return lowerIsTighter(was, is);
  if (typeof was !== 'string' || typeof is !== 'string') return 'different';
  return lowerIsTighter(Number.parseFloat(was), Number.parseFloat(is));
}

function findingsWay(was: Json | undefined, is: Json | undefined): Way {
  const [a, b] = [isMap(was) ? was : {}, isMap(is) ? is : {}];
  return together(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((severity) =>
      lowerIsTighter(Number(a[severity] ?? Infinity), Number(b[severity] ?? Infinity)),
    ),
  );
}

function durationOf(value: Json | undefined, absent: number): number {
  return typeof value === 'string' ? (durationMs(value) ?? absent) : absent;
}

function textsOf(value: Json | undefined): readonly string[] {
  return (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);
}

function isMap(value: Json | undefined): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
