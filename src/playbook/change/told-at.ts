import { parentsOf } from '../inherit.ts';
import type { PlaybookKeys } from '../keys.ts';
import type { Playbook, PlaybookSet } from '../playbook.ts';
import { sameValue } from './directions.ts';

/** A playbook before and after. */
export interface Pair {
  readonly was: Playbook;
  readonly is: Playbook;
}

/** Where keys are written: a playbook, or the baseline, which is null. */
export type Place = Pair | null;

/**
 * Where a change that a playbook shows comes from: the nearest of itself, its parents and the baseline that writes the
 * changed key otherwise than before, or has another parent.
 */
export function toldAt(
  key: string,
  pair: Pair,
  pairs: readonly Pair[],
  before: PlaybookSet,
  after: PlaybookSet,
): Place {
  const parents = parentsOf(after, pair.is)
    .toReversed()
    .flatMap((parent) => pairs.filter(({ is }) => is === parent));
  for (const slice of slicesOf(key)) {
    for (const one of [pair, ...parents]) {
      const moved = parentOf(one.was, before, pairs, 'was') !== parentOf(one.is, after, pairs, 'is');
      if (moved || !sameValue(slice(one.was), slice(one.is))) return one;
    }
    if (!sameValue(slice(before.org.baseline ?? {}), slice(after.org.baseline ?? {}))) return null;
  }
  return pair;
}

/** The parent as the pair it belongs to, whatever it is called; the playbook itself if it has no counterpart. */
function parentOf(
  { extends: name }: Playbook,
  { playbooks }: PlaybookSet,
  pairs: readonly Pair[],
  side: keyof Pair,
): Pair | Playbook | null {
  const parent = playbooks.find((one) => one.name === name);
  return pairs.find((one) => one[side] === parent) ?? parent ?? null;
}

type Slice = (keys: PlaybookKeys) => unknown;

const sections: Readonly<Record<string, keyof PlaybookKeys>> = {
  auto_approve: 'autoApprove',
  break_glass: 'breakGlass',
  after_approval: 'afterApproval',
  after_rejection: 'afterRejection',
  on_change: 'onChange',
  candidate: 'candidate',
  rules: 'rules',
  decision: 'decision',
  block: 'block',
  hold: 'hold',
  timing: 'timing',
  ask: 'ask',
  delegation: 'delegation',
  distinct: 'distinct',
  evidence: 'evidence',
  alerts: 'alerts',
};

/** What else a key follows where nobody writes it: vetoes, who cares, and the tree follow the rules. */
const follows: Readonly<Record<string, keyof PlaybookKeys>> = {
  rules: 'evidence',
  auto_approve: 'evidence',
  evidence: 'rules',
  block: 'rules',
  hold: 'rules',
  decision: 'rules',
};

/** What writes a key, the likeliest first. Rules, evidence and alerts are looked at one by one. */
function slicesOf(key: string): readonly Slice[] {
  const [, top = '', name] = /^(\w+)(?:\[("(?:[^"\\]|\\.)*")\])?/.exec(key) ?? [];
  const [section, followed] = [sections[top], follows[top]];
  const item = name === undefined ? null : String(JSON.parse(name));
  return [
    ...(section === undefined ? [] : [item === null ? (keys: PlaybookKeys) => keys[section] : itemOf(section, item)]),
    ...(followed === undefined ? [] : [(keys: PlaybookKeys) => keys[followed]]),
  ];
}

function itemOf(section: keyof PlaybookKeys, item: string): Slice {
  return ({ rules, evidence, alerts }) => {
    if (section === 'rules') return rules?.find(({ name }) => name === item);
    return (section === 'evidence' ? evidence : alerts)?.find(({ id }) => id === item);
  };
}
