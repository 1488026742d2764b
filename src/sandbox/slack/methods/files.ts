import { refuse } from '../api-refusal.ts';
import { completeUploads, fileJson, findFile, issueTicket } from '../files.ts';
import { isObject, objectsOf } from '../json.ts';
import { addMessage } from '../messages.ts';
import type { StoredFile } from '../state.ts';
import { checkedBlocks } from '../view-checks.ts';
import type { Workspace } from '../workspace.ts';
import type { Arguments } from './arguments.ts';
import { mayPost, threadOf } from './chat-post.ts';
import { type Call, defineMethod } from './define-method.ts';

export const filesGetUploadURLExternal = defineMethod({
  name: 'files.getUploadURLExternal',
  token: 'bot',
  scopes: ['files:write'],
  tier: 4,
  run: ({ workspace, args }) => {
    const name = args.need('filename');
    const { uploadUrl, fileId } = issueTicket(workspace, {
      name,
      length: Number(args.need('length')),
      altText: args.text('alt_txt'),
    });
    return { upload_url: uploadUrl, file_id: fileId };
  },
});

export const filesCompleteUploadExternal = defineMethod({
  name: 'files.completeUploadExternal',
  token: 'bot',
  scopes: ['files:write'],
  tier: 4,
  run: (call) => {
    const { workspace, args } = call;
    const given = objectsOf(args.json('files', 'invalid_arguments'));
    if (given.length === 0) return refuse('invalid_arguments');
    const place = args.text('channel_id');
    const share = place === null ? null : shareIn(call, place);
    const files = completeUploads(
      workspace,
      given.map(({ id, title }) => ({ id: String(id), title: typeof title === 'string' ? title : null })),
    );
    share?.(files);
    return { files: files.map((file) => ({ id: file.id, title: file.title })) };
  },
});

/** Checks where the files go and what is said with them, before anything is done; then shares them in one message. */
function shareIn(call: Call, place: string): (files: readonly StoredFile[]) => void {
  const { workspace, args, caller } = call;
  const channel = workspace.state.channels.find(({ id }) => id === place) ?? refuse('invalid_channel');
  if (channel.kind !== 'public' && !channel.members.includes(workspace.options.app.botUserId)) {
    return refuse('invalid_channel');
  }
  mayPost(workspace, channel, caller, 'posting_to_channel_denied');
  const threadTs = threadOf(workspace, channel, args);
  const { text, blocks } = commentOf(workspace, args);
  return (files) => {
    const { app } = workspace.options;
    const message = addMessage(workspace, channel, {
      user: app.botUserId,
      botId: app.botId,
      text,
      blocks,
      threadTs,
      files: files.map(({ id }) => id),
    });
    for (const file of files) file.shares.push({ channel: channel.id, ts: message.ts });
  };
}

function commentOf(workspace: Workspace, args: Arguments) {
  const text = args.text('initial_comment');
  const given = args.json('blocks', 'invalid_blocks_format');
  if (given === undefined) return { text: text ?? '', blocks: [] };
  if (text !== null) return refuse('invalid_arguments');
  // Seen of Slack: a markdown block beside files is an error of its own, not a refusal.
  if (objectsOf(given).some((block) => isObject(block) && block['type'] === 'markdown'))
    return refuse('internal_error');
  return { text: '', blocks: checkedBlocks(workspace, 'files', given) };
}

export const filesInfo = defineMethod({
  name: 'files.info',
  token: 'bot',
  scopes: ['files:read'],
  tier: 4,
  run: ({ workspace, args }) => ({
    file: fileJson(workspace, findFile(workspace, args.need('file', 'file_not_found'))),
    comments: [],
    response_metadata: { next_cursor: '' },
  }),
});

export const filesDelete = defineMethod({
  name: 'files.delete',
  token: 'bot',
  scopes: ['files:write'],
  tier: 3,
  run: ({ workspace, args }) => {
    const file = findFile(workspace, args.need('file', 'file_not_found'));
    if (file.user !== workspace.options.app.botUserId) return refuse('cant_delete_file');
    workspace.state.files = workspace.state.files.filter((one) => one !== file);
    for (const { channel, ts } of file.shares) workspace.changes.tell({ type: 'message', channel, ts });
    return {};
  },
});
