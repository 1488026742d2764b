import { Refusal } from '#errors.ts';
import type { OptionsAct } from '../../control.ts';
import { acked } from '../delivery.ts';
import { optionsOf } from '../elements.ts';
import { offerKey } from '../input-state.ts';
import { codePoints, isObject, type JsonObject, objectOf } from '../json.ts';
import { interactionStart } from '../payloads.ts';
import type { Workspace } from '../workspace.ts';
import { elementAt, keepOffer, surfaceAt, surfacePart } from './surface.ts';

const LONGEST = { text: 75, value: 75, description: 75, label: 75, list: 100 };
const UNUSABLE = 'The options could not be loaded: the app did not answer with usable options in time.';

/** What an external select offers for the typed text: `{options}` or `{option_groups}`, none below its least length. */
export async function suggest(workspace: Workspace, act: OptionsAct): Promise<JsonObject> {
  const { person, surface } = surfaceAt(workspace, act);
  const { element } = elementAt(surface, act.blockId, act.actionId);
  if (!String(element['type']).endsWith('external_select')) {
    throw new Refusal('no_suggestions', `“${act.actionId}” does not ask the app for options.`);
  }
  if (codePoints(act.value) < Number(element['min_query_length'] ?? 3)) return { options: [] };
  const payload = {
    ...interactionStart(workspace, 'block_suggestion', person),
    ...surfacePart(workspace, surface),
    action_id: act.actionId,
    block_id: act.blockId,
    value: act.value,
  };
  const title = `${person.name} types into ${act.actionId}`;
  const answer = await workspace.deliver({ kind: 'interaction', title, payload, retry: null });
  const offer = acked(answer) ? usableOffer(objectOf(answer.body)) : null;
  if (offer === null) throw new Refusal('no_options', UNUSABLE);
  keepOffer(workspace, surface, offerKey(act.blockId, act.actionId), optionsOf(offer));
  return offer;
}

function usableOffer(body: JsonObject): JsonObject | null {
  const { options, option_groups: groups } = body;
  if (Array.isArray(options)) return isOptionList(options) ? { options } : null;
  if (!Array.isArray(groups) || groups.length === 0 || groups.length > LONGEST.list) return null;
  const usable = groups.every(
    (group) => isObject(group) && isText(group['label'], LONGEST.label) && isOptionList(group['options']),
  );
  return usable ? { option_groups: groups } : null;
}

function isOptionList(list: unknown): boolean {
  return Array.isArray(list) && list.length <= LONGEST.list && list.every(isOption);
}

function isOption(option: unknown): boolean {
  if (!isObject(option) || !isText(option['text'], LONGEST.text)) return false;
  const { value, description } = option;
  if (typeof value !== 'string' || codePoints(value) > LONGEST.value) return false;
  return description === undefined || isText(description, LONGEST.description);
}

function isText(text: unknown, longest: number): boolean {
  const shown = objectOf(text)['text'];
  return typeof shown === 'string' && shown.length > 0 && codePoints(shown) <= longest;
}
