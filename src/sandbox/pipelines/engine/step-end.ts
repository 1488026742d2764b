import { type EngineStep, type StepContext, StepFailure, type StepOutput } from './engine.ts';
import type { FaultSwitches } from './engine-faults.ts';

type StepEnd =
  | { readonly state: 'succeeded'; readonly output: StepOutput; readonly message: null }
  | { readonly state: 'failed'; readonly output: null; readonly message: string };

/** Computes a step. What it throws itself, other than a `StepFailure`, is a bug of the sandbox and comes through. */
export async function stepEnd(step: EngineStep, context: StepContext, switches: FaultSwitches): Promise<StepEnd> {
  const fault = switches.failing(step.name);
  if (fault !== null) return { state: 'failed', output: null, message: fault };
  try {
    return { state: 'succeeded', output: await step.perform(context), message: null };
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    return { state: 'failed', output: null, message: error.message };
  }
}
