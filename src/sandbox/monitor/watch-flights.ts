import type { LateArrivalsMonitor } from './late-arrivals-monitor.ts';
import { type HookAddress, sendEvents } from './send-events.ts';

/** A monitor at work. */
export interface FlightWatch {
  /** Looks now whether something is to be reported. Rejects if it could not be sent; it is sent later. */
  readonly look: () => Promise<void>;
  readonly stop: () => void;
}

/** Looks every so often, and when it is told to. `clock` is that of the workspace, in milliseconds since the epoch. */
export function watchFlights(
  monitor: LateArrivalsMonitor,
  hook: HookAddress,
  { clock, everyMs, onError }: { clock: () => number; everyMs: number; onError: (error: unknown) => void },
): FlightWatch {
  let looking: Promise<void> | null = null;
  const report = async () => {
    const events = await monitor.due();
    if (events.length === 0) return;
    const status = await sendEvents(hook, events, clock());
    // What is refused is refused again, so that only what was not stored is sent once more.
    if (status >= 500) return;
    if (status >= 300) onError(new Error(`the hook of the pretend monitor answered ${status}`));
    for (const { id } of events) monitor.taken(id);
  };
  const look = () => {
    looking ??= report().finally(() => {
      looking = null;
    });
    return looking;
  };
  const timer = setInterval(() => void look().catch(onError), everyMs);
  return { look, stop: () => clearInterval(timer) };
}
