import type { WorkspaceClock } from './clock.ts';

/** Tiers as calls a minute; `post` is one message a second and channel with a small burst. */
export type Tier = 1 | 2 | 3 | 4 | 'post' | 'unlimited';

interface Bucket {
  tokens: number;
  at: number;
}

const PER_MINUTE: Readonly<Record<1 | 2 | 3 | 4, number>> = { 1: 1, 2: 20, 3: 50, 4: 100 };
const POST = { capacity: 3, perSecond: 1 };

function shape(tier: 1 | 2 | 3 | 4 | 'post'): { capacity: number; perSecond: number } {
  if (tier === 'post') return POST;
  return { capacity: PER_MINUTE[tier], perSecond: PER_MINUTE[tier] / 60 };
}

/** Token buckets on the workspace's clock, one for each key. */
export class RateLimits {
  private readonly clock: WorkspaceClock;
  private readonly buckets = new Map<string, Bucket>();

  constructor(clock: WorkspaceClock) {
    this.clock = clock;
  }

  /** Takes one call from the bucket; answers the whole seconds to wait when there is none left, otherwise 0. */
  take(key: string, tier: Tier): number {
    if (tier === 'unlimited') return 0;
    const { capacity, perSecond } = shape(tier);
    const now = this.clock.now();
    const bucket = this.buckets.get(key) ?? { tokens: capacity, at: now };
    bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    this.buckets.set(key, bucket);
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / perSecond);
    bucket.tokens -= 1;
    return 0;
  }
}
