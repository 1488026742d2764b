import { get, listIn, modalIn, post } from '../core/api.js';
import { channelOf, personOf, set, state } from '../core/store.js';
import { setNow } from '../core/time.js';

/** So that people see a form before it is sent, and what one move of the clock does before the next. */
const LOOK_MS = 900;
const CLOCK_LOOK_MS = 2500;
const OPENS_WITHIN_MS = 10_000;
const FOLLOWS_WITHIN_MS = 2500;
const FORMS = 4;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const wordsOf = ({ text, blocks }) => `${text} ${JSON.stringify(blocks)}`;

/** Whether somebody, by whatever hand, has done a step. @param {any} step @returns {Promise<boolean>} */
export async function isDone(step) {
  const { as, channel, shows } = placed(step);
  return (await messagesOf(as, channel)).some((message) => wordsOf(message).includes(shows));
}

/** A step with the ids of its person and channel, which it names. */
function placed(step) {
  const person = state.workspace.people.find(({ name }) => name === step.as) ?? personOf(step.as);
  return { ...step, as: person?.id ?? step.as, channel: channelOf(step.channel)?.id ?? step.channel };
}

/** Goes to where a step happens, as who does it. */
export function goThere(step) {
  const { as, channel } = placed(step);
  const person = personOf(as);
  if (person !== null && person.id !== state.me.id) set('me', person);
  if (state.route.channel !== channel) location.hash = `#/${channel}`;
}

/** Does a step as its person would, while the reader looks on. Throws `ControlError`. */
export async function doStep(step) {
  goThere(step);
  const { as, channel, act } = placed(step);
  if (act.kind === 'command') {
    const outcome = await post('command', { as, channel, command: act.command, text: act.text });
    if (outcome?.notice) throw new Error(outcome.notice);
  } else if (act.kind === 'press') await pressAndSend(as, channel, act);
  else await moveClock(step, act);
}

async function moveClock(step, { advanceMs, atMost }) {
  for (let times = 0; times < atMost && !(await isDone(step)); times += 1) {
    setNow((await post('clock', { advanceMs })).now);
    await pause(CLOCK_LOOK_MS);
  }
}

async function pressAndSend(as, channel, { message: words, button, fill, comesWithinMs = 0 }) {
  const until = performance.now() + comesWithinMs;
  let found = await buttonOf(as, channel, words, button);
  while (found === null && performance.now() < until) {
    await pause(CLOCK_LOOK_MS);
    found = await buttonOf(as, channel, words, button);
  }
  if (found === null) throw new Error(`There is no “${button}” to press here now. Do the steps before it first.`);
  const { message, block, element } = found;
  const place = { as, channel, ts: message.ts };
  await post('press', { ...place, blockId: block.block_id, actionId: element.action_id });
  let sent = null;
  for (let forms = 0; forms < FORMS; forms += 1) {
    const form = await formFor(as, sent);
    if (form === null) break;
    await pause(LOOK_MS);
    await post('submit', { as, viewId: form.viewId, values: filled(form.view, fill) });
    sent = form;
  }
  await pause(LOOK_MS);
  const last = await modalFor(as);
  if (last !== null) await post('close', { as, viewId: last.viewId, all: true });
}

/** The form that opens, or follows the one that was sent; null if none does in a while. */
async function formFor(as, sent) {
  const until = performance.now() + (sent === null ? OPENS_WITHIN_MS : FOLLOWS_WITHIN_MS);
  while (performance.now() < until) {
    const modal = await modalFor(as);
    if (modal === null && sent !== null) return null;
    if (modal?.view.submit && (modal.viewId !== sent?.viewId || modal.hash !== sent?.hash)) return modal;
    await pause(150);
  }
  return null;
}

async function messagesOf(as, channel) {
  return listIn(await get('messages', { channel, as }), 'messages');
}

const modalFor = async (as) => modalIn(await get('modal', { as }));

/** The newest message that has the words and the button. */
async function buttonOf(as, channel, words, label) {
  for (const message of (await messagesOf(as, channel)).toReversed()) {
    if (!wordsOf(message).includes(words)) continue;
    for (const block of message.blocks) {
      const element = block.elements?.find((one) => one.type === 'button' && one.text?.text === label);
      if (element !== undefined) return { message, block, element };
    }
  }
  return null;
}

/** What a form is sent with: what it came filled with, and the text in its first empty field of text. */
function filled({ blocks }, fill) {
  const values = {};
  let left = fill;
  for (const { type, block_id: blockId, element } of blocks) {
    if (type !== 'input') continue;
    const given = initialOf(element);
    const isText = element.type === 'plain_text_input';
    const value = given ?? (isText ? left : null);
    if (isText && given === null) left = null;
    if (value !== null) values[blockId] = { [element.action_id]: value };
  }
  return values;
}

function initialOf(element) {
  if (element.initial_value) return element.initial_value;
  if (element.initial_option) return element.initial_option.value;
  if (element.initial_options) return element.initial_options.map(({ value }) => value);
  return element.initial_user ?? element.initial_date ?? element.initial_date_time ?? null;
}
