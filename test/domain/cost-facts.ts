import type { PastRun } from '#domain/past-runs.ts';
import type { PipelineTemplate, RunStep, StepMachine } from '#domain/pipeline.ts';
import type { UnitPrices } from '#domain/price-list.ts';

export const now = '2026-11-24T09:00:00.000Z';

const day = 86_400_000;

/** An instant so many days, and minutes, before `now`. */
export function ago(days: number, minutes = 0): string {
  return new Date(Date.parse(now) - days * day - minutes * 60_000).toISOString();
}

export function machine(step: string, asked: Partial<StepMachine> = { machineType: 'n2-standard-8' }): StepMachine {
  return { step, machineType: null, cpus: null, memory: null, accelerator: null, ...asked };
}

export function template(machines: readonly StepMachine[], version: string | null = 'v2'): PipelineTemplate {
  return { pipeline: 'fraud-training', title: 'Fraud: training', version, inputs: [], machines };
}

/** A step that took so many minutes. */
export function took(name: string, minutes: number, state: RunStep['state'] = 'succeeded'): PastRun['steps'][number] {
  return { name, state, startedAt: ago(20, minutes), endedAt: ago(20) };
}

export function run(run: Partial<PastRun> = {}): PastRun {
  return { templateVersion: 'v2', state: 'succeeded', endedAt: ago(10), steps: [], billed: null, ...run };
}

export const euros = (amount: string) => ({ amount, currency: 'EUR' });

/** An hour of an n2-standard-8 is 8 × 0.04 + 32 × 0.005 = 0.48 EUR. */
export const prices: UnitPrices = {
  region: 'europe-west4',
  currency: 'EUR',
  billedAs: 'vertex-training',
  readAt: '2026-11-24T06:00:00.000Z',
  families: { n2: { cpuHour: '0.04', gibHour: '0.005' }, e2: { cpuHour: '0.03', gibHour: '0.004' }, n1: null },
  accelerators: { t4: '0.4', l4: null },
};
