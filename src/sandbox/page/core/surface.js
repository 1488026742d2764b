import { post } from './api.js';
import { state } from './store.js';

/**
 * The place blocks are shown in: a message, a modal or the Home tab. It knows how to act there and what the person
 * has entered so far.
 */
export class Surface {
  /** @param {'message' | 'modal' | 'home'} kind @param {object} place `{channel, ts}`, `{viewId}` or `{home: true}` */
  constructor(kind, place) {
    this.kind = kind;
    this.place = place;
    this.entered = new Map();
    this.present = new Map();
    this.tables = 0;
  }

  /** Forgets which inputs are on show, before they are drawn anew; what was entered stays. */
  redraw() {
    this.present.clear();
  }

  /** An input is on show. Answers what was entered in it before, or undefined. */
  register(block, element) {
    const key = keyOf(block, element);
    this.present.set(key, { blockId: block.block_id, actionId: element.action_id });
    return this.entered.get(key);
  }

  enter(block, element, value) {
    this.entered.set(keyOf(block, element), value);
  }

  /** Entered values of the inputs on show as block id → action id → value. */
  values() {
    const values = {};
    for (const [key, { blockId, actionId }] of this.present) {
      if (!this.entered.has(key)) continue;
      values[blockId] ??= {};
      values[blockId][actionId] = this.entered.get(key);
    }
    return values;
  }

  /** A click or choice. Throws `ControlError`. @returns {Promise<any>} */
  press(block, element, choice) {
    return post('press', {
      as: state.me.id,
      ...this.place,
      blockId: block.block_id,
      actionId: element.action_id,
      ...(choice !== undefined && { choice }),
      values: this.values(),
    });
  }

  /** What an external select offers for the typed text. */
  options(block, element, value) {
    const place = this.kind === 'home' ? { viewId: this.place.viewId } : this.place;
    return post('options', {
      as: state.me.id,
      ...place,
      blockId: block.block_id,
      actionId: element.action_id,
      value,
    });
  }
}

function keyOf(block, element) {
  return JSON.stringify([block.block_id, element.action_id, element.type]);
}
