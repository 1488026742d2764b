import type { ActOutcome, PressAct } from '../../control.ts';
import { type Offered, offerKey, surfaceState } from '../input-state.ts';
import { actionPart } from '../input-values.ts';
import type { JsonObject } from '../json.ts';
import { interactionStart } from '../payloads.ts';
import { issueResponseUrl } from '../response-urls.ts';
import { issueTrigger } from '../triggers.ts';
import { nextTs, type Workspace } from '../workspace.ts';
import { outcomeOf } from './outcome.ts';
import { blocksOf, elementAt, offersAt, type Surface, surfaceAt, surfacePart } from './surface.ts';

/** Someone clicks a button, chooses in a select or commits an input that dispatches. */
export async function press(workspace: Workspace, act: PressAct): Promise<ActOutcome> {
  const { person, surface } = surfaceAt(workspace, act);
  const { block, element } = elementAt(surface, act.blockId, act.actionId);
  const view = surface.kind === 'view' ? surface.view : null;
  const offered = offersAt(workspace, surface);
  const action = actionPart(element, act.choice, offered[offerKey(act.blockId, act.actionId)] ?? []);
  const values = stateWith(surface, act, action, offered);
  if (view !== null) view.values = values;
  if (block['type'] === 'input' && block['dispatch_action'] !== true) {
    return { acked: false, status: null, ackMs: null, notice: null };
  }
  const payload: JsonObject = {
    ...interactionStart(workspace, 'block_actions', person),
    ...surfacePart(workspace, surface),
    trigger_id: issueTrigger(workspace, person.id, view?.spec['type'] === 'modal' ? view.id : null),
    ...(surface.kind === 'message' && {
      state: { values },
      response_url: issueResponseUrl(workspace, surface.channel.id, person.id, surface.message.ts),
    }),
    actions: [{ action_id: act.actionId, block_id: act.blockId, ...action, action_ts: nextTs(workspace) }],
  };
  const title = `${person.name} uses ${act.actionId}`;
  const answer = await workspace.deliver({ kind: 'interaction', title, payload, retry: null });
  return outcomeOf(answer, 'The app did not respond.');
}

function stateWith(surface: Surface, act: PressAct, action: JsonObject, offered: Offered): JsonObject {
  const view = surface.kind === 'view' ? surface.view : null;
  const values = surfaceState(blocksOf(surface), act.values ?? {}, view?.values ?? {}, offered);
  const before = values[act.blockId];
  if (typeof before !== 'object' || before === null || !(act.actionId in before)) return values;
  return act.choice === undefined ? values : { ...values, [act.blockId]: { ...before, [act.actionId]: action } };
}
