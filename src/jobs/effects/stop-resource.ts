import type { StopOrder } from '#domain/stop.ts';
import { recordExecutionTrouble, recordFailed } from '#operations/record-execution.ts';
import type { Setting } from '#operations/setting.ts';
import { notConnected } from '#operations/stops/carry-out-stop.ts';
import { recordStopBegun, recordStopped, stopOfExecution } from '#operations/stops/record-stop.ts';
import { endpointId } from '#operations/usage/served-by.ts';
import type { EffectPerformer } from '../effect-performer.ts';
import { executionIdIn } from './execution-place.ts';

type Prepared = Awaited<ReturnType<EffectPerformer['prepare']>>;

/**
 * Stops what is left on, one step an effect, and reads back in the next: it reads before it writes, so that what is off
 * already is done and asking again is asking once. Of an endpoint only what was signed is taken away.
 */
export function stopResource(setting: Setting): EffectPerformer {
  return {
    kind: 'resource.stop',
    blocksOrderWhenUnresolved: false,
    blindRetryIsSafe: true,
    async lookUp() {
      return 'absent';
    },
    async prepare(effect) {
      const order = await stopOfExecution(setting, executionIdIn(effect));
      if (order.kind === 'endpoint') return await ofEndpoint(setting, order);
      return await ofMachine(setting, order, { once: executionIdIn(effect), asked: Number(effect.payload.round) > 1 });
    },
    delayed: (effect, error, afterMs) => recordExecutionTrouble(setting, executionIdIn(effect), error, afterMs),
    async settled(tx, effect, outcome) {
      const id = executionIdIn(effect);
      if (outcome.state === 'confirmed') {
        if ('begun' in outcome.ref) return await recordStopBegun(setting, tx, id, Number(effect.payload.round));
        return await recordStopped(setting, tx, id);
      }
      await recordFailed(setting, tx, id, { because: outcome.because, aliasMoved: false });
    },
  };
}

/** Asked for in the first round, and looked at in all later ones: what somebody starts meanwhile is theirs. */
async function ofMachine(
  setting: Setting,
  { source, resource, name, number }: StopOrder,
  { once, asked }: { readonly once: string; readonly asked: boolean },
): Promise<Prepared> {
  const usage = setting.usage.get(source);
  if (usage === undefined) throw notConnected(source);
  const seen = await usage.seeMachine(resource);
  if (seen === null) return { already: { off: name } };
  if (number !== undefined && seen.number !== number) {
    return { refuse: 'Another machine bears its name since, so it is not stopped.' };
  }
  if (seen.state === 'off') return { already: { off: name } };
  if (seen.state === 'changing' || asked) return { already: { begun: name } };
  if (seen.barred !== null) return { refuse: seen.barred };
  return {
    async send() {
      await usage.stopMachine(resource, once);
      return { begun: name };
    },
  };
}

async function ofEndpoint(setting: Setting, { registry, resource, deployed, name }: StopOrder): Promise<Prepared> {
  const endpoints = registry === null ? undefined : setting.endpoints.get(registry);
  if (endpoints === undefined) throw notConnected(registry ?? 'of endpoints');
  const id = endpointId(resource);
  const endpoint = await endpoints.getEndpoint(id);
  const left = endpoint?.deployed.filter((one) => deployed.includes(one.id)) ?? [];
  if (endpoint === null || left.length === 0) return { already: { off: name } };
  const quiet = left.find((one) => (endpoint.traffic[one.id] ?? 0) === 0);
  const [last] = endpoint.deployed.length === 1 ? left : [];
  const next = quiet ?? last;
  // Somebody deployed something since, and requests would be lost if what has the traffic went.
  if (next === undefined) return { refuse: 'Somebody deployed another version to it since, so it is not taken away.' };
  return {
    async send() {
      await endpoints.undeploy(id, next.id);
      return { begun: next.id };
    },
  };
}
