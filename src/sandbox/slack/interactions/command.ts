import type { ActOutcome, CommandAct } from '../../control.ts';
import { ApiRefusal } from '../api-refusal.ts';
import { type Answer, acked } from '../delivery.ts';
import { actorNamed, channelNamed, mustBeIn } from '../directory.ts';
import { escapeTyped } from '../escaping.ts';
import { isObject, type JsonObject } from '../json.ts';
import { addMessage } from '../messages.ts';
import { commandPayload } from '../payloads.ts';
import type { Channel } from '../places.ts';
import { issueResponseUrl } from '../response-urls.ts';
import { issueTrigger } from '../triggers.ts';
import { checkedBlocks } from '../view-checks.ts';
import type { Workspace } from '../workspace.ts';
import { answeredBySlack, outcomeOf } from './outcome.ts';

/** Someone sends a slash command in a channel they are in. */
export async function runCommand(workspace: Workspace, act: CommandAct): Promise<ActOutcome> {
  const person = actorNamed(workspace, act.as);
  const channel = channelNamed(workspace, act.channel);
  mustBeIn(channel, person);
  const known = workspace.options.app.commands.find((one) => one.command === act.command);
  if (known === undefined) return answeredBySlack(`\`${act.command}\` is not a valid command.`);
  const payload = commandPayload(workspace, person, channel, {
    command: act.command,
    text: known.shouldEscape ? escapeTyped(workspace, act.text) : act.text,
    responseUrl: issueResponseUrl(workspace, channel.id, person.id, null),
    triggerId: issueTrigger(workspace, person.id, null),
  });
  const title = `${act.command} ${act.text}`.trim();
  const answer = await workspace.deliver({ kind: 'command', title, payload, retry: null });
  if (!acked(answer)) return outcomeOf(answer, failure(act.command, answer));
  try {
    showAck(workspace, channel, person.id, answer.body);
    return outcomeOf(answer, '');
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    return { ...outcomeOf(answer, ''), notice: `${act.command} failed with the error "invalid_command_response"` };
  }
}

function failure(command: string, answer: Answer): string {
  if (answer.outcome !== 'timeout') return `${command} failed with the error "dispatch_failed"`;
  return `\`${command}\` failed because the app did not respond. Please try again or contact the app developer.`;
}

/** The body of an ack is the answer to the command: text or a message, to the person alone unless it says otherwise. */
function showAck(workspace: Workspace, channel: Channel, person: string, body: unknown): void {
  const message: JsonObject = isObject(body) ? body : { text: typeof body === 'string' ? body.trim() : '' };
  const text = typeof message['text'] === 'string' ? message['text'] : '';
  if (text === '' && message['blocks'] === undefined) return;
  const { app } = workspace.options;
  addMessage(workspace, channel, {
    user: app.botUserId,
    botId: app.botId,
    text,
    blocks: checkedBlocks(workspace, text, message['blocks']),
    viewer: message['response_type'] === 'in_channel' ? null : person,
  });
}
