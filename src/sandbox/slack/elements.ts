import { isObject, type JsonObject } from './json.ts';
import { nextId, type Workspace } from './workspace.ts';

const INTERACTIVE = new Set([
  'button',
  'checkboxes',
  'datepicker',
  'datetimepicker',
  'timepicker',
  'email_text_input',
  'feedback_buttons',
  'icon_button',
  'number_input',
  'overflow',
  'plain_text_input',
  'radio_buttons',
  'rich_text_input',
  'static_select',
  'external_select',
  'users_select',
  'conversations_select',
  'channels_select',
  'multi_static_select',
  'multi_external_select',
  'multi_users_select',
  'multi_conversations_select',
  'multi_channels_select',
  'url_text_input',
]);

export interface PlacedElement {
  readonly blockId: string;
  readonly block: JsonObject;
  readonly element: JsonObject;
}

/** Copies blocks with the ids that Slack makes up for blocks and elements which have none. */
export function withIds(workspace: Workspace, blocks: readonly JsonObject[]): JsonObject[] {
  return blocks.map((block) => {
    const copy = structuredClone(block);
    // Slack does not keep the id that an app gives to a markdown block.
    const kept = typeof copy['block_id'] === 'string' && copy['type'] !== 'markdown';
    if (!kept) copy['block_id'] = nextId(workspace, 'b');
    for (const element of elementsIn(copy)) {
      if (typeof element['action_id'] !== 'string') element['action_id'] = nextId(workspace, 'a');
    }
    return copy;
  });
}

/** Every interactive element of the blocks with the block it sits in, cards and containers included. */
export function placedElements(blocks: readonly JsonObject[]): PlacedElement[] {
  return blocks.flatMap((block) =>
    elementsIn(block).map((element) => ({ blockId: String(block['block_id']), block, element })),
  );
}

function elementsIn(node: JsonObject): JsonObject[] {
  const found: JsonObject[] = [];
  for (const value of Object.values(node)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (!isObject(item)) continue;
      if (INTERACTIVE.has(String(item['type']))) found.push(item);
      else found.push(...elementsIn(item));
    }
  }
  return found;
}

/** The options of a select, checkboxes, radio buttons or overflow, those in groups included. */
export function optionsOf(element: JsonObject): JsonObject[] {
  const groups = Array.isArray(element['option_groups']) ? element['option_groups'] : [];
  const lists = [element['options'], ...groups.map((group) => (isObject(group) ? group['options'] : undefined))];
  return lists.flatMap((list) => (Array.isArray(list) ? list.filter(isObject) : []));
}
