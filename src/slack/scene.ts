import { RespondError } from '@slack/bolt';
import type { KnownBlock, View } from '@slack/types';
import { freshSetting } from '#operations/fresh-setting.ts';
import { fittedBlocks } from '#views/fitted-blocks.ts';
import type { Message, Modal } from '#views/frames.ts';
import { type Loading, loading } from '#views/loading.ts';
import { messageNotice, notice } from '#views/notice.ts';
import { answerTo } from './answers.ts';
import type { Bot, Signed } from './bot.ts';
import { slackFailure } from './slack-failure.ts';

/** What a handler can show to the person who acted, wherever they did. */
export interface Scene {
  readonly bot: Bot;
  readonly signed: Signed;
  /** Says something to that person alone. What Slack does not take is noted and never thrown, as in the other two. */
  readonly tell: (message: Message) => Promise<void>;
  /** Opens a modal within the three seconds that Slack remembers the press, whatever `load` takes. */
  readonly show: (wait: Loading, load: () => Promise<Modal>) => Promise<void>;
  /** The modal the person acted in, if they did in one. */
  readonly modal: ActedIn | null;
}

/** The scene with the playbook set that is in force now, for all that comes of one interaction. */
export async function freshScene(scene: Scene): Promise<Scene> {
  return { ...scene, bot: { ...scene.bot, setting: await freshSetting(scene.bot.setting) } };
}

/** A modal as it was when the person acted in it. */
export interface ActedIn {
  readonly viewId: string;
  /** Tells submissions of one modal apart from each other; two of the same are one. */
  readonly pressId: string;
  readonly metadata: string;
  /** What is filled in, by block id: the text, or the chosen option's value; of several, joined by commas. */
  readonly values: ReadonlyMap<string, string>;
  readonly replace: (modal: Modal) => Promise<void>;
}

/** How long an answer may take before a loading modal is shown in its place, in milliseconds. */
const patienceMs = 700;

/** Opens (or, within a modal, pushes) what `load` makes; what it throws is shown in the modal instead. */
export async function showModal(
  bot: Bot,
  place: { readonly triggerId: string; readonly push: boolean; readonly where: string },
  wait: Loading,
  load: () => Promise<Modal>,
): Promise<void> {
  const made = load().catch((error: unknown) => messageNotice(wait.title, answerTo(bot, error, place.where)));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, patienceMs, null);
  });
  const first = await Promise.race([made, late]);
  clearTimeout(timer);
  const call = { trigger_id: place.triggerId, view: viewOf(first ?? loading(wait)) };
  await showing(bot, place.where, async () => {
    const opened = place.push ? await bot.client.views.push(call) : await bot.client.views.open(call);
    if (first !== null) return;
    await replaceLoading(bot, { viewId: opened.view?.id ?? '', ...place }, wait, await made);
  });
}

/** Puts what was loaded in place of the loading modal; should Slack not take it, says so there instead of loading on. */
async function replaceLoading(
  bot: Bot,
  { viewId, where }: { viewId: string; where: string },
  wait: Loading,
  modal: Modal,
): Promise<void> {
  try {
    await bot.client.views.update({ view_id: viewId, view: viewOf(modal) });
  } catch (error) {
    bot.note(slackFailure(error), where);
    const sentence = 'Slack did not show this. Nothing was changed; close this and try again.';
    await bot.client.views.update({ view_id: viewId, view: viewOf(notice({ title: wait.title, lines: [sentence] })) });
  }
}

/** Makes a call that only shows something. That it failed is noted and nothing else: what was done before it stands. */
export async function showing(bot: Bot, where: string, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    bot.note(slackFailure(error), where);
  }
}

export function viewOf(modal: Modal): View {
  return modal;
}

/**
 * Answers by a response URL; what Slack refuses there goes once more without the kinds of blocks that a workspace may
 * not take, in words. A private answer shows no pictures: whoever reads it may not see the app's own files.
 */
export async function answered(
  message: Message,
  respond: (said: { text: string; blocks: KnownBlock[] }) => Promise<unknown>,
): Promise<void> {
  const inWords = fittedBlocks(message, { charts: false, tables: false });
  try {
    await respond(blocksOf(message));
  } catch (error) {
    const refused = error instanceof RespondError && error.statusCode === 400;
    if (!refused || inWords.every((block, at) => block === message.blocks[at])) throw error;
    await respond({ text: message.text, blocks: inWords.filter(isKnown) });
  }
}

function isKnown(block: object): block is KnownBlock {
  return 'type' in block;
}

function blocksOf(message: Message): { text: string; blocks: KnownBlock[] } {
  return { text: message.text, blocks: message.blocks };
}
