import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import type { Criticality } from '../facts.ts';
import type { AlertRule } from '../keys.ts';
import { type AlertGroup, type AlertObservation, type AlertPost, criticalityOf, isHigh } from './alert-group.ts';

export interface AlertStep {
  readonly group: AlertGroup;
  readonly posts: readonly AlertPost[];
  /** When to look again although nothing new was reported; null if only something new can change it. */
  readonly nextChangeAt: Instant | null;
}

/**
 * One step of a group (§11): quiet, firing, quiet. What is not known begins and ends nothing; a silence holds back
 * posts and nothing else. `model` is the model's criticality, null if it is not known. The same input gives the same
 * step.
 */
export function stepAlert(
  rule: AlertRule,
  before: AlertGroup,
  seen: AlertObservation,
  model: Criticality | null,
  now: Instant,
): AlertStep {
  const nowMs = epochMs(now);
  const moved = transition(withValues(before, seen), seen, nowMs);
  const silent = moved.silence !== null && nowMs < epochMs(moved.silence.until);
  const high = isHigh(criticalityOf(rule, model));
  const said = silent ? { group: moved, posts: [] } : say(rule, moved, seen, high, nowMs);
  return { ...said, nextChangeAt: nextChange(rule, said.group, seen, nowMs) };
}

function withValues(group: AlertGroup, { when, asOf }: AlertObservation): AlertGroup {
  if (when === null || asOf === null) return group;
  const newer = group.knownAt === null || epochMs(asOf) > epochMs(group.knownAt);
  return newer ? { ...group, knownAt: asOf, lackTold: false } : group;
}

const quiet = { firingSince: null, told: false, escalated: 0, answeredAt: null } as const;

/** It ends only where it would not begin, whatever `clear_when` says: so it cannot flap. */
function transition(group: AlertGroup, { when, clear }: AlertObservation, nowMs: number): AlertGroup {
  const { firingSince } = group;
  if (firingSince === null) return when === true ? { ...group, ...quiet, firingSince: instantAt(nowMs) } : group;
  if (clear !== true || when !== false) return group;
  return { ...group, ...quiet, untoldEnd: group.told ? firingSince : group.untoldEnd };
}

function say(rule: AlertRule, group: AlertGroup, seen: AlertObservation, high: boolean, nowMs: number) {
  const posts: AlertPost[] = [];
  if (group.untoldEnd !== null && group.firingSince === null) {
    posts.push({ kind: 'cleared', because: seen.because, firingSince: group.untoldEnd });
  }
  const firing = sayFiring(rule, { ...group, untoldEnd: null }, seen, high, nowMs);
  posts.push(...firing.posts);
  const { group: next } = firing;
  if (next.lackTold || nowMs < lackAt(rule, next)) return { group: next, posts };
  posts.push({ kind: 'no_data', since: next.knownAt ?? next.since });
  return { group: { ...next, lackTold: true }, posts };
}

function sayFiring(rule: AlertRule, group: AlertGroup, seen: AlertObservation, high: boolean, nowMs: number) {
  const posts: AlertPost[] = [];
  const { firingSince } = group;
  if (firingSince === null) return { group, posts };
  let next = group;
  if (mayPostAt(rule, group, high) <= nowMs) {
    posts.push({ kind: group.told ? 'still_firing' : 'firing', because: seen.because, offers: rule.offers });
    next = { ...next, told: true, posts: recent(rule, [...group.posts, instantAt(nowMs)], nowMs) };
  }
  if (group.answeredAt !== null) return { group: next, posts };
  const due = rule.escalate.filter(({ afterMs }) => nowMs >= epochMs(firingSince) + afterMs);
  const steps = due.slice(group.escalated);
  posts.push(...steps.map(({ to }): AlertPost => ({ kind: 'escalation', to, firingSince })));
  return { group: { ...next, escalated: Math.max(group.escalated, due.length) }, posts };
}

/** Those that still count, the newest `count` of them: earlier ones limit nothing. */
function recent({ atMost }: AlertRule, posts: readonly Instant[], nowMs: number): readonly Instant[] {
  return posts.filter((at) => epochMs(at) > nowMs - atMost.perMs).slice(-atMost.count);
}

/**
 * When a firing may be posted (again): the first post at high criticality at once, others as `at_most` lets them,
 * repeats evenly spread over its time and only until somebody answers. Infinite for never.
 */
function mayPostAt({ atMost }: AlertRule, { posts, told, answeredAt }: AlertGroup, high: boolean): number {
  if (told && answeredAt !== null) return Number.POSITIVE_INFINITY;
  const last = posts.at(-1);
  if (last === undefined || (high && !told)) return Number.NEGATIVE_INFINITY;
  const oldest = posts.at(-atMost.count);
  const free = oldest === undefined ? Number.NEGATIVE_INFINITY : epochMs(oldest) + atMost.perMs;
  return told ? Math.max(free, epochMs(last) + Math.ceil(atMost.perMs / atMost.count)) : free;
}

function lackAt({ noDataAfterMs }: AlertRule, { knownAt, since }: AlertGroup): number {
  return epochMs(knownAt ?? since) + noDataAfterMs;
}

function nextChange(rule: AlertRule, group: AlertGroup, seen: AlertObservation, nowMs: number): Instant | null {
  const firing = group.firingSince === null ? null : epochMs(group.firingSince);
  const escalations = group.answeredAt === null ? rule.escalate.slice(group.escalated) : [];
  const instants = [
    seen.nextChangeAt === null ? [] : [epochMs(seen.nextChangeAt)],
    group.silence === null ? [] : [epochMs(group.silence.until)],
    group.lackTold ? [] : [lackAt(rule, group)],
    firing === null ? [] : [mayPostAt(rule, group, false), ...escalations.map(({ afterMs }) => firing + afterMs)],
  ].flat();
  const ahead = instants.filter((ms) => ms > nowMs && Number.isFinite(ms));
  return ahead.length === 0 ? null : instantAt(Math.min(...ahead));
}
