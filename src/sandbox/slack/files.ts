import { randomBytes } from 'node:crypto';
import { refuse } from './api-refusal.ts';
import type { JsonObject } from './json.ts';
import { isObject } from './json.ts';
import type { StoredFile } from './state.ts';
import { nextId, type Workspace } from './workspace.ts';

/** A place for bytes that were announced: one upload, at an address nobody can guess. */
export interface UploadTicket {
  readonly fileId: string;
  readonly name: string;
  readonly length: number;
  readonly altText: string | null;
  bytes: Buffer | null;
  mimetype: string;
}

const LONGEST_ALT_TEXT = 1000;

/** Announces a file; its bytes are then posted to the address that is answered. */
export function issueTicket(
  workspace: Workspace,
  { name, length, altText }: { name: string; length: number; altText: string | null },
): { uploadUrl: string; fileId: string } {
  if (!Number.isInteger(length) || length <= 0) return refuse('invalid_arguments');
  if (altText !== null && altText.length > LONGEST_ALT_TEXT) return refuse('invalid_arguments');
  const key = randomBytes(16).toString('hex');
  const fileId = nextId(workspace, 'F');
  workspace.uploads.set(key, { fileId, name, length, altText, bytes: null, mimetype: 'application/octet-stream' });
  return { uploadUrl: `${workspace.origin}/upload/${key}`, fileId };
}

/** Takes the bytes of an announced file. Answers the status Slack does: 404 for no such place, 400 for other bytes. */
export function takeBytes(workspace: Workspace, key: string, bytes: Buffer): { status: number; text: string } {
  const ticket = workspace.uploads.get(key);
  if (ticket === undefined || ticket.bytes !== null) return { status: 404, text: 'no_such_upload' };
  if (bytes.length !== ticket.length) return { status: 400, text: 'wrong_length' };
  ticket.bytes = bytes;
  ticket.mimetype = mimetypeOf(bytes);
  return { status: 200, text: `OK - ${bytes.length}` };
}

/** Makes files of announced uploads whose bytes have come; they are ready some time later. */
export function completeUploads(
  workspace: Workspace,
  given: readonly { id: string; title: string | null }[],
): readonly StoredFile[] {
  const tickets = [...workspace.uploads];
  const found = given.map(({ id, title }) => {
    const ticket = tickets.find(([, { fileId }]) => fileId === id);
    const bytes = ticket?.[1].bytes;
    return ticket === undefined || bytes === null || bytes === undefined
      ? refuse('file_not_found')
      : { key: ticket[0], ticket: ticket[1], bytes, title };
  });
  return found.map(({ key, ticket, bytes, title }): StoredFile => {
    workspace.uploads.delete(key);
    const now = workspace.clock.now();
    const file: StoredFile = {
      id: ticket.fileId,
      name: ticket.name,
      title: title ?? ticket.name,
      altText: ticket.altText,
      mimetype: ticket.mimetype,
      base64: bytes.toString('base64'),
      size: bytes.length,
      user: workspace.options.app.botUserId,
      createdAt: now,
      readyAt: now + workspace.fileDelay.ms,
      shares: [],
    };
    workspace.state.files.push(file);
    return file;
  });
}

export function findFile(workspace: Workspace, id: string): StoredFile {
  return workspace.state.files.find((file) => file.id === id) ?? refuse('file_not_found');
}

/** Whether a block may show the file yet: completion answers long before that. */
function isReady(workspace: Workspace, file: StoredFile): boolean {
  return workspace.clock.now() >= file.readyAt;
}

/** A file as the Web API shows it: until it is ready it has no type, no size and no shares. */
export function fileJson(workspace: Workspace, file: StoredFile): JsonObject {
  const ready = isReady(workspace, file);
  const url = `${workspace.origin}/files/${file.id}`;
  return {
    id: file.id,
    created: Math.floor(file.createdAt / 1000),
    timestamp: Math.floor(file.createdAt / 1000),
    name: file.name,
    title: file.title,
    mimetype: ready ? file.mimetype : '',
    filetype: ready ? file.mimetype.slice(file.mimetype.indexOf('/') + 1) : '',
    user: file.user,
    size: ready ? file.size : 0,
    mode: 'hosted',
    is_external: false,
    is_public: false,
    alt_txt: file.altText ?? '',
    url_private: url,
    url_private_download: url,
    permalink: url,
    shares: ready ? sharesJson(file) : {},
    channels: ready ? file.shares.map(({ channel }) => channel) : [],
  };
}

function sharesJson(file: StoredFile): JsonObject {
  const byChannel = Map.groupBy(file.shares, ({ channel }) => channel);
  const shares = [...byChannel].map(([channel, all]) => [channel, all.map(({ ts }) => ({ ts }))] as const);
  return { public: Object.fromEntries(shares) };
}

/** JSON pointers of the `slack_file` objects in blocks or a view that name no file, or one that is not ready. */
export function unreadyFiles(workspace: Workspace, value: unknown, pointer: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => unreadyFiles(workspace, item, `${pointer}/${at}`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (key !== 'slack_file' || !isObject(item)) return unreadyFiles(workspace, item, `${pointer}/${key}`);
    const { id, url } = item;
    const file = workspace.state.files.find((one) => one.id === id || `${workspace.origin}/files/${one.id}` === url);
    return file !== undefined && isReady(workspace, file) ? [] : [`${pointer}/${key}`];
  });
}

const SIGNATURES: readonly (readonly [string, string])[] = [
  ['89504e470d0a1a0a', 'image/png'],
  ['ffd8ff', 'image/jpeg'],
  ['47494638', 'image/gif'],
  ['25504446', 'application/pdf'],
];

function mimetypeOf(bytes: Buffer): string {
  const head = bytes.subarray(0, 8).toString('hex');
  const known = SIGNATURES.find(([signature]) => head.startsWith(signature))?.[1];
  return known ?? (bytes.includes(0) ? 'application/octet-stream' : 'text/plain');
}
