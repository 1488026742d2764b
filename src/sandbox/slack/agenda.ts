import type { WorkspaceClock } from './clock.ts';

interface Appointment {
  readonly at: number;
  readonly run: () => void;
}

const LONGEST_WAIT_MS = 60_000;

/** What is due later on the workspace's clock: it runs when that clock gets there, by itself or by being moved. */
export class Agenda {
  private readonly clock: WorkspaceClock;
  private appointments: Appointment[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(clock: WorkspaceClock) {
    this.clock = clock;
  }

  after(ms: number, run: () => void): void {
    this.appointments.push({ at: this.clock.now() + ms, run });
    this.appointments.sort((a, b) => a.at - b.at);
    this.arm();
  }

  runDue(): void {
    const now = this.clock.now();
    const due = this.appointments.filter((appointment) => appointment.at <= now);
    this.appointments = this.appointments.filter((appointment) => appointment.at > now);
    for (const appointment of due) appointment.run();
    this.arm();
  }

  clear(): void {
    clearTimeout(this.timer);
    this.appointments = [];
  }

  private arm(): void {
    clearTimeout(this.timer);
    const next = this.appointments[0];
    if (next === undefined) return;
    const wait = Math.min(Math.max(next.at - this.clock.now(), 1), LONGEST_WAIT_MS);
    this.timer = setTimeout(() => this.runDue(), wait);
    this.timer.unref();
  }
}
