import { Refusal } from '#errors.ts';
import type { ActOutcome, ViewAct } from '../../control.ts';
import { ApiRefusal } from '../api-refusal.ts';
import { acked } from '../delivery.ts';
import { placedElements } from '../elements.ts';
import { inputProblems, surfaceState } from '../input-state.ts';
import { isObject, type JsonObject, objectOf, objectsOf } from '../json.ts';
import { closeAll, closeFrom, pushView, replaceView, tellView, viewObject, viewTitle } from '../modals.ts';
import { interactionStart } from '../payloads.ts';
import { issueResponseUrl } from '../response-urls.ts';
import type { StoredView } from '../state.ts';
import { issueTrigger } from '../triggers.ts';
import { checkedView } from '../view-checks.ts';
import type { Workspace } from '../workspace.ts';
import { answeredBySlack, outcomeOf, TROUBLE } from './outcome.ts';
import { offersAt, surfaceAt } from './surface.ts';

/** Someone submits the modal in front of them; Slack's client first checks its inputs itself. */
export async function submit(workspace: Workspace, act: ViewAct): Promise<ActOutcome> {
  const { person, surface } = surfaceAt(workspace, { as: act.as, viewId: act.viewId });
  if (surface.kind !== 'view' || surface.view.spec['submit'] === undefined) {
    throw new Refusal('no_submit', 'This view has no submit button.');
  }
  const { view } = surface;
  const blocks = objectsOf(view.spec['blocks']);
  view.values = surfaceState(blocks, act.values ?? {}, view.values, offersAt(workspace, surface));
  view.errors = inputProblems(blocks, view.values);
  view.notice = null;
  if (Object.keys(view.errors).length > 0) {
    tellView(workspace, view);
    return answeredBySlack(null);
  }
  const payload: JsonObject = {
    ...interactionStart(workspace, 'view_submission', person),
    trigger_id: issueTrigger(workspace, person.id, view.id),
    view: viewObject(workspace, view),
    response_urls: responseUrls(workspace, view, blocks),
  };
  const title = `${person.name} submits ${viewTitle(view)}`;
  const answer = await workspace.deliver({ kind: 'interaction', title, payload, retry: null });
  if (!acked(answer)) return { ...outcomeOf(answer, TROUBLE), notice: trouble(workspace, view) };
  return { ...outcomeOf(answer, TROUBLE), notice: follow(workspace, view, answer.body) };
}

/** An address for each channel chosen in an input that asks for one with `response_url_enabled`. */
function responseUrls(workspace: Workspace, view: StoredView, blocks: readonly JsonObject[]): JsonObject[] {
  return placedElements(blocks).flatMap(({ blockId, block, element }) => {
    if (block['type'] !== 'input' || element['response_url_enabled'] !== true) return [];
    const actionId = String(element['action_id']);
    const entry = objectOf(objectOf(view.values[blockId])[actionId]);
    const channel = entry['selected_conversation'] ?? entry['selected_channel'];
    if (typeof channel !== 'string') return [];
    const url = issueResponseUrl(workspace, channel, view.person, null);
    return [{ block_id: blockId, action_id: actionId, channel_id: channel, response_url: url }];
  });
}

function trouble(workspace: Workspace, view: StoredView): string {
  view.notice = TROUBLE;
  tellView(workspace, view);
  return TROUBLE;
}

/** Does what the ack asks; an ack Slack cannot use leaves the modal open with a notice, and the app hears nothing. */
function follow(workspace: Workspace, view: StoredView, body: unknown): string | null {
  if (body === '' || body === null || (isObject(body) && body['response_action'] === undefined)) {
    closeFrom(workspace, view);
    return null;
  }
  try {
    return isObject(body) && respond(workspace, view, body) ? null : trouble(workspace, view);
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    return trouble(workspace, view);
  }
}

function respond(workspace: Workspace, view: StoredView, body: JsonObject): boolean {
  switch (body['response_action']) {
    case 'clear':
      closeAll(workspace, view.person);
      return true;
    case 'update':
      replaceView(workspace, view, checkedView(workspace, body['view'], 'modal'), null);
      return true;
    case 'push':
      pushView(workspace, view.person, checkedView(workspace, body['view'], 'modal'));
      return true;
    case 'errors':
      return showErrors(workspace, view, body['errors']);
    default:
      return false;
  }
}

function showErrors(workspace: Workspace, view: StoredView, errors: unknown): boolean {
  const inputs = objectsOf(view.spec['blocks']).filter((block) => block['type'] === 'input');
  const known = new Set(inputs.map((block) => block['block_id']));
  const entries = isObject(errors) ? Object.entries(errors) : [];
  if (entries.length === 0 || entries.some(([block, text]) => !known.has(block) || typeof text !== 'string')) {
    return false;
  }
  view.errors = Object.fromEntries(entries.map(([block, text]) => [block, String(text)]));
  tellView(workspace, view);
  return true;
}
