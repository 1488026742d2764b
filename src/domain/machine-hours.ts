import { add, compare, type Decimal, decimal, median } from './decimal.ts';
import { epochMs } from './instant.ts';
import { fittingShape, type MachineShape, namedShape } from './machine-shape.ts';
import { type ChosenRuns, type EndedRun, newest, type PastRun, succeeded } from './past-runs.ts';
import type { PipelineTemplate, StepMachine } from './pipeline.ts';
import type { BilledAs } from './price-list.ts';

/** One step: its machine, and for how many milliseconds past runs needed that. */
export interface StepWork {
  readonly step: string;
  readonly shape: MachineShape;
  /** Whether the template names the machine; otherwise it was chosen by the amounts asked for. */
  readonly named: boolean;
  readonly median: Decimal;
  readonly least: Decimal;
  readonly most: Decimal;
}

/** What a run will occupy, or the sentence that says what is not known of it. */
export type RunWork =
  | { readonly ok: true; readonly steps: readonly StepWork[]; readonly runs: ChosenRuns }
  | { readonly ok: false; readonly because: string };

/** The declared machines, and how long successful runs of the same pipeline occupied them. Hours are never made up. */
export function runWork(template: PipelineTemplate, pastRuns: readonly PastRun[], billedAs: BilledAs): RunWork {
  if (template.machines.length === 0) return { ok: false, because: 'The pipeline declares no machines.' };
  const machines = new Map(template.machines.map((machine) => [machine.step, machine]));
  const twice = template.machines.find((machine) => !alike(machine, machines.get(machine.step)));
  if (twice !== undefined) {
    const because = `The pipeline has steps called ${twice.step} on different machines, which its runs do not tell apart.`;
    return { ok: false, because };
  }
  const shaped = [...machines.values()].map((machine) => ({ machine, ...shapeOf(machine, billedAs) }));
  const unshaped = shaped.find(({ shape }) => shape === null);
  if (unshaped !== undefined) return { ok: false, because: unshaped.because };
  const done = runsToTime(template.version, pastRuns, [...machines.keys()]);
  const steps: StepWork[] = [];
  for (const { machine, shape } of shaped) {
    const times = done.runs.flatMap((run) => occupiedMs(run, machine.step) ?? []).sort(compare);
    const [least, most] = [times[0], times.at(-1)];
    if (shape === null || least === undefined || most === undefined) {
      return { ok: false, because: `How long step ${machine.step} runs is not known: no successful run computed it.` };
    }
    steps.push({ step: machine.step, shape, named: machine.machineType !== null, median: median(times), least, most });
  }
  return { ok: true, steps, runs: done };
}

/** Those that computed every step, if there are any; otherwise those that computed some. */
function runsToTime(version: string | null, pastRuns: readonly PastRun[], steps: readonly string[]): ChosenRuns {
  const done = succeeded(pastRuns);
  const all = done.filter((run) => steps.every((step) => occupiedMs(run, step) !== null));
  const some = done.filter((run) => steps.some((step) => occupiedMs(run, step) !== null));
  return newest(all.length > 0 ? all : some, version);
}

/** Tasks of one name in different parts of a pipeline cannot be told apart in a run, which is no matter on one machine. */
function alike(a: StepMachine, b: StepMachine | undefined): boolean {
  const asked = (one: StepMachine | undefined) => [one?.machineType, one?.cpus, one?.memory, one?.accelerator];
  return JSON.stringify(asked(a)) === JSON.stringify(asked(b));
}

function shapeOf(
  machine: StepMachine,
  billedAs: BilledAs,
): { readonly shape: MachineShape | null; readonly because: string } {
  const { step, machineType, cpus, memory, accelerator } = machine;
  const attached = accelerator === null ? '' : ` with ${accelerator.count} × ${accelerator.type}`;
  if (machineType !== null) {
    const because = `The size of ${machineType}${attached}, on which step ${step} runs, is not known.`;
    return { shape: namedShape(machine), because };
  }
  if (cpus === null || memory === null) {
    const lacks =
      cpus === null && memory === null ? 'neither vCPUs nor memory' : cpus === null ? 'no vCPUs' : 'no memory';
    const because = `Step ${step} asks for ${lacks}, so its machine is not known; limits in the pipeline would tell.`;
    return { shape: null, because };
  }
  const amounts = `${cpus} vCPU and ${memory} GiB${attached}`;
  if (billedAs === 'compute-engine') {
    return { shape: null, because: `Step ${step} asks for ${amounts}, and on which machines that runs is not known.` };
  }
  return {
    shape: fittingShape(machine),
    because: `No machine is known that holds what step ${step} asks for: ${amounts}.`,
  };
}

/**
 * Milliseconds for which a run occupied the machine of a step, of all its rounds in a loop together. Null where the run
 * does not tell, or took the step from a cache.
 */
function occupiedMs(run: EndedRun, step: string): Decimal | null {
  const rounds = run.steps.filter(({ name }) => name === step);
  if (rounds.length === 0) return null;
  let sum = decimal(0);
  for (const { state, startedAt, endedAt } of rounds) {
    if (state === 'not_triggered') continue;
    if (state === 'skipped' || startedAt === null || endedAt === null) return null;
    const ms = epochMs(endedAt) - epochMs(startedAt);
    if (ms < 0) return null;
    sum = add(sum, decimal(ms));
  }
  return sum;
}
