import type { LateArrivalsMonitor } from './late-arrivals-monitor.ts';
import { type HookAddress, sendEvent } from './send-event.ts';

/** A monitor at work. */
export interface FlightWatch {
  /** Looks now whether something is to be reported. Rejects if it could not be sent; it is sent later. */
  readonly look: () => Promise<void>;
  readonly stop: () => void;
}

/** `told` hears of what was sent and how it was answered. `clock` is that of the workspace. */
export function watchFlights(
  monitor: LateArrivalsMonitor,
  hook: HookAddress,
  { clock, told, everyMs }: { clock: () => number; told: (id: string, status: number) => void; everyMs: number },
): FlightWatch {
  let looking: Promise<void> | null = null;
  const report = async () => {
    for (const event of await monitor.due()) {
      const status = await sendEvent(hook, event, clock());
      told(event.id, status);
      // What is refused is refused again, so that only what was not stored is sent once more.
      if (status < 500) monitor.taken(event.id);
    }
  };
  const look = () => {
    looking ??= report().finally(() => {
      looking = null;
    });
    return looking;
  };
  const timer = setInterval(() => void look().catch(() => {}), everyMs);
  return { look, stop: () => clearInterval(timer) };
}
