import { Refusal } from '#errors.ts';
import type { InputValues } from '../control.ts';
import { placedElements } from './elements.ts';
import { stateEntry } from './input-values.ts';
import { codePoints, isObject, type JsonObject, objectOf } from './json.ts';

export type Offered = Readonly<Record<string, readonly JsonObject[]>>;

export function offerKey(blockId: string, actionId: string): string {
  return `${blockId} ${actionId}`;
}

/** `state.values` of a surface: what was given, else what the surface remembers, else the initial values. */
export function surfaceState(
  blocks: readonly JsonObject[],
  given: InputValues,
  remembered: JsonObject,
  offered: Offered,
): JsonObject {
  const placed = placedElements(blocks);
  refuseUnknown(placed, given);
  const values: Record<string, JsonObject> = {};
  for (const { blockId, element } of placed) {
    const actionId = String(element['action_id']);
    const answer = given[blockId]?.[actionId];
    const before = objectOf(remembered[blockId])[actionId];
    const sameKind = isObject(before) && before['type'] === element['type'];
    const entry =
      answer === undefined && sameKind
        ? before
        : stateEntry(element, answer, offered[offerKey(blockId, actionId)] ?? []);
    if (entry !== undefined) values[blockId] = { ...values[blockId], [actionId]: entry };
  }
  return values;
}

function refuseUnknown(placed: ReturnType<typeof placedElements>, given: InputValues): void {
  for (const [blockId, actions] of Object.entries(given)) {
    for (const actionId of Object.keys(actions)) {
      if (placed.some((one) => one.blockId === blockId && one.element['action_id'] === actionId)) continue;
      throw new Refusal('no_such_input', `There is no input “${actionId}” in a block “${blockId}” here.`);
    }
  }
}

function isEmpty(entry: JsonObject): boolean {
  return Object.entries(entry).every(
    ([key, value]) => key === 'type' || value === null || (Array.isArray(value) && value.length === 0),
  );
}

function textProblem(element: JsonObject, value: string): string | null {
  const length = codePoints(value);
  const least = Number(element['min_length'] ?? 0);
  const most = Number(element['max_length'] ?? Number.POSITIVE_INFINITY);
  if (length < least) return `Please enter at least ${least} characters.`;
  if (length > most) return `Please enter no more than ${most} characters.`;
  if (element['type'] === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(value)) return 'Please enter a valid email.';
  if (element['type'] === 'url_text_input' && !URL.canParse(value)) return 'Please enter a valid URL.';
  return element['type'] === 'number_input' ? numberProblem(element, value) : null;
}

function numberProblem(element: JsonObject, value: string): string | null {
  const decimals = element['is_decimal_allowed'] === true;
  if (!(decimals ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/).test(value)) return 'Please enter a valid number.';
  const { min_value: least, max_value: most } = element;
  const number = Number(value);
  if (least !== undefined && number < Number(least)) return `Please enter a number of at least ${Number(least)}.`;
  if (most !== undefined && number > Number(most)) return `Please enter a number of at most ${Number(most)}.`;
  return null;
}

/** What Slack's own client says about inputs before it sends a modal, by block id; empty when it would send. */
export function inputProblems(blocks: readonly JsonObject[], values: JsonObject): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const { blockId, block, element } of placedElements(blocks)) {
    if (block['type'] !== 'input') continue;
    const entry = objectOf(objectOf(values[blockId])[String(element['action_id'])]);
    const text = entry['value'];
    if (isEmpty(entry)) {
      if (block['optional'] !== true) problems[blockId] = 'Please complete this required field.';
      continue;
    }
    const problem = typeof text === 'string' ? textProblem(element, text) : null;
    if (problem !== null) problems[blockId] = problem;
  }
  return problems;
}
