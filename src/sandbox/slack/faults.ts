import { Refusal } from '#errors.ts';
import type { FaultAct, FaultState } from '../control.ts';

/** What can go wrong with Slack itself, seen from the app. */
const SLACK_FAULTS = {
  down: 'Slack is down: every call is cut off',
  slow: 'Slack is slow: every call waits first',
  'too-many-requests': 'Slack answers 429',
  'slow-body': 'Slack begins its answer and sends the rest later',
  'lost-answer': 'Slack does the work, then the answer is lost',
  'error-500': 'Slack answers 500 with an HTML page',
  'short-pages': 'Lists come in pages of half the size that was asked for',
  'late-history': 'New messages appear in history only later',
  'without-charts': 'The workspace does not take chart blocks yet',
  'without-tables': 'The workspace does not take table blocks yet',
} as const;

type FaultName = keyof typeof SLACK_FAULTS;

interface Fault {
  on: boolean;
  ms: number;
  /** Calls left before it switches itself off; null for no end. */
  times: number | null;
  method: string | null;
}

const DEFAULT_MS: Readonly<Record<FaultName, number>> = {
  down: 0,
  slow: 2500,
  'too-many-requests': 3000,
  'slow-body': 2500,
  'lost-answer': 0,
  'error-500': 0,
  'short-pages': 0,
  'late-history': 5000,
  'without-charts': 0,
  'without-tables': 0,
};

function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(SLACK_FAULTS, name);
}

/** Switches that break Slack by name; each may be limited to one method and to a number of calls. */
export class Faults {
  private readonly switches = new Map<FaultName, Fault>();

  set(act: FaultAct): void {
    if (!isFaultName(act.fault)) {
      const names = Object.keys(SLACK_FAULTS).join(', ');
      throw new Refusal('no_such_fault', `Slack has no fault “${act.fault}”. Choose one of ${names}.`);
    }
    const ms = act.ms ?? DEFAULT_MS[act.fault];
    this.switches.set(act.fault, { on: act.on, ms, times: act.times ?? null, method: act.method ?? null });
  }

  /** The fault's milliseconds when it hits this call, otherwise null; counts the call. */
  strike(name: FaultName, method: string): number | null {
    const fault = this.switches.get(name);
    if (fault === undefined || !fault.on || (fault.method !== null && fault.method !== method)) return null;
    if (fault.times !== null) {
      fault.times -= 1;
      fault.on = fault.times > 0;
    }
    return fault.ms;
  }

  states(): Record<string, FaultState> {
    const states: Record<string, FaultState> = {};
    for (const [name, title] of Object.entries(SLACK_FAULTS)) {
      const fault = isFaultName(name) ? this.switches.get(name) : undefined;
      states[name] = { title, on: fault?.on ?? false, ms: fault?.ms ?? null };
    }
    return states;
  }
}
