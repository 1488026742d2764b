import type { ProducedVersion } from '#domain/pipeline.ts';
import type { MetricValue } from '#domain/registry.ts';

/** The output parameter by which a step says which model versions it registered. See decision 023. */
export const versionOutput = 'countersign_model_version';

/** The output parameter by which a step says its metrics, a map of numbers, where it has no metrics artifact. */
const metricsOutput = 'countersign_metrics';

/** What one step gave out: its output parameters, and the metadata of its metrics artifacts. */
export interface StepOutputs {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly metrics: readonly Readonly<Record<string, unknown>>[];
}

export interface RunOutcome {
  readonly metrics: Readonly<Record<string, MetricValue>>;
  readonly produced: readonly ProducedVersion[];
}

/** The outcome of a run from its steps in the order they ended: of a metric that several measured, the last one holds. */
export function outcomeOf(steps: readonly StepOutputs[]): RunOutcome {
  const metrics = new Map<string, MetricValue>();
  const produced = new Map<string, ProducedVersion>();
  for (const { parameters, metrics: artifacts } of steps) {
    for (const values of [...artifacts, mapOf(parameters[metricsOutput])]) {
      for (const [name, value] of Object.entries(values)) if (isMetric(value)) metrics.set(name, metricValue(value));
    }
    for (const version of producedVersions(parameters[versionOutput])) {
      produced.set(`${version.model}@${version.version}`, version);
    }
  }
  return { metrics: Object.fromEntries(metrics), produced: [...produced.values()] };
}

/** `model@version`, or a list of them, itself or as JSON; whatever is neither says nothing. */
export function producedVersions(value: unknown): readonly ProducedVersion[] {
  const given = typeof value === 'string' && value.trim().startsWith('[') ? parsed(value) : value;
  return (Array.isArray(given) ? given : [given]).flatMap((one: unknown) => {
    const match = typeof one === 'string' ? /^(.+)@([^@\s]+)$/.exec(one.trim()) : null;
    return match === null ? [] : [{ model: match[1] ?? '', version: match[2] ?? '' }];
  });
}

// Engines that carry numbers through JSON write those that JSON has not as text.
function isMetric(value: unknown): value is number | string {
  return typeof value === 'number' || (typeof value === 'string' && /^[+-]?(nan|inf(inity)?)$/i.test(value));
}

function metricValue(value: number | string): MetricValue {
  return typeof value === 'number' && Math.abs(value) < Number.MAX_VALUE ? value : null;
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  const given = typeof value === 'string' ? parsed(value) : value;
  return typeof given === 'object' && given !== null && !Array.isArray(given) ? { ...given } : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
