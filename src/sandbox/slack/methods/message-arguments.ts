import { refuse } from '../api-refusal.ts';
import { isObject, type JsonObject, objectsOf } from '../json.ts';
import type { MessageMetadata } from '../state.ts';
import { checkedBlocks } from '../view-checks.ts';
import type { Workspace } from '../workspace.ts';
import type { Arguments } from './arguments.ts';

const MOST_ATTACHMENTS = 100;
const MOST_METADATA_BYTES = 16_000;

export interface Content {
  readonly text: string;
  readonly blocks: JsonObject[];
  readonly attachments: JsonObject[];
}

/** Text, blocks and attachments of a message to be shown. Refuses what Slack refuses, `no_text` included. */
export function contentOf(workspace: Workspace, args: Arguments): Content {
  const text = args.text('text');
  const attachments = objectsOf(args.json('attachments', 'invalid_attachments'));
  if (attachments.length > MOST_ATTACHMENTS) return refuse('too_many_attachments');
  const blocks = args.json('blocks', 'invalid_blocks_format');
  const standIn = attachments.length > 0 ? 'attachments' : undefined;
  return { text: text ?? '', blocks: checkedBlocks(workspace, text ?? standIn, blocks), attachments };
}

export type GivenMetadata =
  | { readonly kind: 'left-out' }
  | { readonly kind: 'cleared' }
  | { readonly kind: 'set'; readonly metadata: MessageMetadata }
  /** Slack takes the message and drops the metadata. */
  | { readonly kind: 'dropped' };

/** Message metadata. An event type may hold letters, digits, `_` and `-`; with anything else Slack drops it all. */
export function metadataOf(args: Arguments): GivenMetadata {
  const given = args.json('metadata', 'invalid_metadata_format');
  if (given === undefined) return { kind: 'left-out' };
  if (!isObject(given)) return refuse('invalid_metadata_format');
  if (Object.keys(given).length === 0) return { kind: 'cleared' };
  const { event_type: type, event_payload: payload } = given;
  if (typeof type !== 'string' || type === '' || !isObject(payload)) return refuse('invalid_metadata_format');
  if (Buffer.byteLength(JSON.stringify(given)) > MOST_METADATA_BYTES) return refuse('metadata_too_large');
  if (!/^[\w-]+$/.test(type)) return { kind: 'dropped' };
  return { kind: 'set', metadata: { event_type: type, event_payload: payload } };
}

export const METADATA_DROPPED = {
  warning: 'invalid_metadata_event_type',
  response_metadata: { warnings: ['invalid_metadata_event_type'] },
};
