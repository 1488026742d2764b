import { epochMs } from '#domain/instant.ts';
import type { Proof } from '#domain/maturity.ts';
import type { AlertFacts, DrillFacts, MonitorFacts } from '#domain/maturity-operation.ts';
import type { GateVerdict, TrainingRun } from '#domain/maturity-training.ts';
import { promotionsOf } from './champions.ts';
import { indexed } from './indexed.ts';
import { recordsOf, type Scope, withinDays } from './scope.ts';

const runsWithoutRejection = 50;
const quietDays = 180;

const runsThrough = indexed<TrainingRun>(({ dataGate, modelGate }) => [
  ...(dataGate === null ? [] : [`data_gate ${dataGate.gate}`]),
  ...(modelGate === null ? [] : [`model_gate ${modelGate.gate}`]),
]);
const alertsOf = indexed<AlertFacts>(({ monitor }) => (monitor === null ? [] : [monitor]));
const drillsOf = indexed<DrillFacts>(({ of, subject }) => [`${of} ${subject}`]);

/**
 * Whether a gate was seen to reject: in its last 50 runs, or in a drill of the last 180 days. One that passed 50 runs,
 * or missed its last drill, is unproven.
 */
function gateProof(kind: 'data_gate' | 'model_gate', gate: string, scope: Scope): Proof {
  const judged = runsThrough(recordsOf(scope.facts, 'runs'), `${kind} ${gate}`)
    .filter(({ endedAt }) => endedAt !== null)
    .sort((a, b) => epochMs(b.startedAt) - epochMs(a.startedAt))
    .flatMap((run) => verdictOf(run, kind, gate))
    .slice(0, runsWithoutRejection);
  const drill = lastDrill(kind, gate, scope);
  if (drill !== null) return drill.passed ? 'proven' : 'unproven';
  if (judged.some(({ passed }) => !passed)) return 'proven';
  return judged.length < runsWithoutRejection ? 'untried' : 'unproven';
}

function verdictOf(run: TrainingRun, kind: 'data_gate' | 'model_gate', gate: string): readonly GateVerdict[] {
  const verdict = kind === 'data_gate' ? run.dataGate : run.modelGate;
  return verdict?.gate === gate ? [verdict] : [];
}

/** Whether a monitor was seen to alert, by itself or in a drill, in the last 180 days. */
export function monitorProof(monitor: MonitorFacts, scope: Scope): Proof {
  const drill = lastDrill('monitor', monitor.id, scope);
  if (drill !== null) return drill.passed ? 'proven' : 'unproven';
  const alerts = alertsOf(recordsOf(scope.facts, 'alerts'), monitor.id);
  if (alerts.some(({ at }) => withinDays(at, quietDays, scope.nowMs))) return 'proven';
  return withinDays(monitor.createdAt, quietDays, scope.nowMs) ? 'untried' : 'unproven';
}

/** The newest drill of the last 180 days of one kind and subject. */
export function lastDrill(of: DrillFacts['of'], subject: string, scope: Scope): DrillFacts | null {
  const [newest = null] = drillsOf(recordsOf(scope.facts, 'drills'), `${of} ${subject}`)
    .filter((drill) => withinDays(drill.at, quietDays, scope.nowMs))
    .sort((a, b) => epochMs(b.at) - epochMs(a.at));
  return newest;
}

/** The weakest of several proofs; null for none. */
export function weakest(proofs: readonly Proof[]): Proof | null {
  if (proofs.length === 0) return null;
  if (proofs.includes('unproven')) return 'unproven';
  return proofs.includes('untried') ? 'untried' : 'proven';
}

/** The strongest of several proofs; untried for none. */
export function strongest(proofs: readonly Proof[]): Proof {
  if (proofs.includes('proven')) return 'proven';
  return proofs.includes('unproven') && !proofs.includes('untried') ? 'unproven' : 'untried';
}

/** `gateProof` of a kind of gate, each gate looked at once. */
export function gateProofs(kind: 'data_gate' | 'model_gate', scope: Scope): (gate: string) => Proof {
  const known = new Map<string, Proof>();
  return (gate) => {
    const proof = known.get(gate) ?? gateProof(kind, gate, scope);
    known.set(gate, proof);
    return proof;
  };
}

/** Whether a model's way back was seen to work: by its last drill, or by a rollback, of the last 180 days. */
export function wayBackProof(model: string, scope: Scope): Proof {
  const drill = lastDrill('rollback', model, scope);
  if (drill !== null) return drill.passed ? 'proven' : 'unproven';
  const rolledBack = promotionsOf(recordsOf(scope.facts, 'promotions'), model).some(
    ({ changed, servedAt }) => changed === 'rollback' && withinDays(servedAt, quietDays, scope.nowMs),
  );
  return rolledBack ? 'proven' : 'untried';
}
