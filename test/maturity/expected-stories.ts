import type { Capability } from '#domain/maturity.ts';

/** What a life story must come to; written by hand from the rules before there was code. */
export interface ExpectedStory {
  readonly story: string;
  readonly level: readonly [atLeast: number, atMost: number] | 'insufficient';
  readonly target: number;
  /** Conditions that fail, as `a`. */
  readonly failing: readonly string[];
  readonly gaps: readonly Capability[];
  readonly next: 'stop' | 'observe' | { readonly kind: 'build' | 'adopt'; readonly capability: Capability };
}

export const expectedStories: readonly ExpectedStory[] = [
  { story: 'everything automated', level: [2, 2], target: 2, failing: [], gaps: [], next: 'stop' },
  {
    // Trained from notebooks and handed over: everything that frequent retraining needs but what was declared.
    story: 'hand-made',
    level: [0, 0],
    target: 1,
    failing: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'],
    gaps: ['metadata', 'evaluation', 'pipelines'],
    next: { kind: 'build', capability: 'metadata' },
  },
  {
    story: 'automated without monitors',
    level: [0, 0],
    target: 1,
    failing: ['h'],
    gaps: ['monitoring'],
    next: { kind: 'build', capability: 'monitoring' },
  },
  {
    // Sixty runs passed gates that never said no, and no drill was caught.
    story: 'gates that never reject',
    level: [0, 0],
    target: 2,
    failing: ['c', 'd'],
    gaps: ['data_processing', 'evaluation', 'pipelines'],
    next: { kind: 'build', capability: 'data_processing' },
  },
  {
    story: 'silent monitors',
    level: [0, 0],
    target: 1,
    failing: ['h'],
    gaps: ['monitoring'],
    next: { kind: 'build', capability: 'monitoring' },
  },
  {
    // Registered anew under another name, so one old version is left; the bill still knows whose resources they are.
    story: 're-registered to hide',
    level: 'insufficient',
    target: 1,
    failing: [],
    gaps: ['registry'],
    next: { kind: 'build', capability: 'registry' },
  },
  { story: 'nothing connected', level: [0, 2], target: 1, failing: [], gaps: [], next: 'observe' },
  { story: 'two releases a year, monitored', level: 'insufficient', target: 0, failing: [], gaps: [], next: 'stop' },
  { story: 'a pilot that keeps records', level: 'insufficient', target: 0, failing: [], gaps: [], next: 'stop' },
  { story: 'no CI connected', level: [1, 2], target: 2, failing: [], gaps: [], next: 'observe' },
  {
    story: 'moved by hand and approved by its requester',
    level: [0, 0],
    target: 2,
    failing: ['g'],
    gaps: ['registry'],
    next: { kind: 'build', capability: 'registry' },
  },
  {
    // Somebody said a year ago that it is monitored; no monitor is known, and another team runs one.
    story: 'an attestation that expired',
    level: [0, 0],
    target: 0,
    failing: ['h'],
    gaps: ['monitoring'],
    next: { kind: 'adopt', capability: 'monitoring' },
  },
];
