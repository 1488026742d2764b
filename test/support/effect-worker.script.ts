import { setTimeout as sleep } from 'node:timers/promises';
import { UpstreamError } from '#errors.ts';
import { type EffectLimits, type EffectPerformer, systemEffectClock } from '#jobs/effect-performer.ts';
import { performEffect } from '#jobs/perform-effect.ts';
import { openDatabase } from '#store/database.ts';
import { sweepableEffects } from '#store/effects.ts';

/** A worker of its own process, to be killed: `effect-worker.script.ts <database> <provider> <limits> <look up?>`. */
const [url = '', provider = '', limitsText = '{}', looksUp = 'yes'] = process.argv.slice(2);
const limits = JSON.parse(limitsText) as EffectLimits;
const { db } = openDatabase({ url, maxConnections: 4, statementTimeoutMs: 10_000 });

const performer: EffectPerformer = {
  kind: 'pretend.post',
  blocksOrderWhenUnresolved: false,
  blindRetryIsSafe: looksUp === 'no',
  lookUp: async (effect) => {
    const found = await call(`/find?effect=${effect.id}`, 'GET');
    return typeof found['at'] === 'number' ? { found } : 'absent';
  },
  prepare: async (effect) => ({
    send: () => call(`/post?effect=${effect.id}&channel=${effect.orderKey}&sent=${Date.now()}`, 'POST'),
  }),
  settled: async () => {},
};

async function call(path: string, method: string): Promise<Record<string, unknown>> {
  const lost = { retryable: true, ambiguous: method === 'POST' };
  const response = await fetch(provider + path, { method, signal: AbortSignal.timeout(limits.timeoutMs) }).catch(
    (error: unknown) => {
      throw new UpstreamError('Pretend', `no answer: ${String(error)}`, lost);
    },
  );
  if (response.status === 429) throw new UpstreamError('Pretend', 'wait', { retryable: true, retryAfterMs: 50 });
  return (await response.json()) as Record<string, unknown>;
}

const world = {
  db,
  queue: { send: async () => {} },
  performers: new Map([[performer.kind, performer]]),
  clock: systemEffectClock,
  limits,
};
process.stdout.write('ready\n');
for (;;) {
  const due = await sweepableEffects(db, 20);
  await Promise.all(due.map((id) => performEffect(world, id)));
  await sleep(due.length === 0 ? 50 : 5);
}
