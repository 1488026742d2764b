import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What a piece of work took of this process. */
export interface Observed {
  readonly ms: number;
  /** Of the processor, all threads of the process together, in milliseconds. */
  readonly cpuMs: number;
  /** How far the heap rose above what it was before, in bytes, looked at every 5 ms. */
  readonly heapBytes: number;
  /** The longest time that nothing else had a turn, in milliseconds, as a timer of 1 ms sees it. */
  readonly blockMs: number;
}

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** Collects garbage, then measures `work`. What else runs in the process is counted along: so nothing else should. */
export async function observed(work: () => Promise<unknown>): Promise<Observed> {
  if (typeof collect === 'function') collect();
  const heapBefore = process.memoryUsage().heapUsed;
  let heapMost = heapBefore;
  const look = () => {
    heapMost = Math.max(heapMost, process.memoryUsage().heapUsed);
  };
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const sampler = setInterval(look, 5);
  delay.enable();
  const cpu = process.cpuUsage();
  const from = performance.now();
  try {
    await work();
  } finally {
    clearInterval(sampler);
    delay.disable();
  }
  const ms = performance.now() - from;
  const { user, system } = process.cpuUsage(cpu);
  look();
  return { ms, cpuMs: (user + system) / 1000, heapBytes: heapMost - heapBefore, blockMs: Math.max(1, delay.max / 1e6) };
}
