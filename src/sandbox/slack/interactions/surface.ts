import { Refusal } from '#errors.ts';
import { actorNamed, canRead, channelNamed } from '../directory.ts';
import { type PlacedElement, placedElements } from '../elements.ts';
import type { Offered } from '../input-state.ts';
import { type JsonObject, objectsOf } from '../json.ts';
import { messageJson } from '../message-json.ts';
import { ephemeralsIn, findMessage } from '../messages.ts';
import { stackOf, viewObject } from '../modals.ts';
import type { Person } from '../people.ts';
import type { Channel } from '../places.ts';
import type { StoredMessage, StoredView } from '../state.ts';
import type { Workspace } from '../workspace.ts';

export type Surface =
  | { readonly kind: 'message'; readonly message: StoredMessage; readonly channel: Channel }
  | { readonly kind: 'view'; readonly view: StoredView };

export interface Place {
  readonly as: string;
  readonly channel?: string;
  readonly ts?: string;
  readonly viewId?: string;
  readonly home?: boolean;
}

/** The message, modal or Home tab that a person acts on. Refuses what that person cannot see. */
export function surfaceAt(workspace: Workspace, place: Place): { person: Person; surface: Surface } {
  const person = actorNamed(workspace, place.as);
  if (place.home === true) return { person, surface: { kind: 'view', view: homeOf(workspace, person) } };
  if (place.viewId !== undefined) return { person, surface: viewAt(workspace, person, place.viewId) };
  if (place.channel !== undefined && place.ts !== undefined) {
    return { person, surface: messageAt(workspace, person, place.channel, place.ts) };
  }
  throw new Refusal('no_surface', 'Say where: a channel and ts, a viewId, or home.');
}

function homeOf(workspace: Workspace, person: Person): StoredView {
  const home = workspace.state.homes[person.id];
  if (home !== undefined) return home;
  throw new Refusal('no_home', `${person.realName} has no Home tab of the app yet. Open it first.`);
}

function viewAt(workspace: Workspace, person: Person, viewId: string): Surface {
  const top = stackOf(workspace, person.id).at(-1);
  if (top?.id === viewId) return { kind: 'view', view: top };
  const home = workspace.state.homes[person.id];
  if (home?.id === viewId) return { kind: 'view', view: home };
  throw new Refusal('no_such_view', `${person.realName} does not have the view ${viewId} in front of them.`);
}

function messageAt(workspace: Workspace, person: Person, channelName: string, ts: string): Surface {
  const channel = channelNamed(workspace, channelName);
  const own = ephemeralsIn(workspace, channel.id).find((one) => one.ts === ts && one.viewer === person.id);
  const message = own ?? (canRead(channel, person) ? findMessage(workspace, channel.id, ts) : undefined);
  if (message !== undefined) return { kind: 'message', message, channel };
  throw new Refusal('no_such_message', `${person.realName} sees no message ${ts} in #${channel.name}.`);
}

export function blocksOf(surface: Surface): JsonObject[] {
  return surface.kind === 'message' ? surface.message.blocks : objectsOf(surface.view.spec['blocks']);
}

function keyOf(surface: Surface): string {
  return surface.kind === 'view' ? surface.view.id : `${surface.channel.id} ${surface.message.ts}`;
}

/** The options the app last offered on this surface. */
export function offersAt(workspace: Workspace, surface: Surface): Offered {
  return workspace.offers.get(keyOf(surface)) ?? {};
}

export function keepOffer(workspace: Workspace, surface: Surface, key: string, options: readonly JsonObject[]): void {
  workspace.offers.set(keyOf(surface), { ...offersAt(workspace, surface), [key]: options });
}

export function elementAt(surface: Surface, blockId: string, actionId: string): PlacedElement {
  const placed = placedElements(blocksOf(surface)).find(
    (one) => one.blockId === blockId && one.element['action_id'] === actionId,
  );
  if (placed !== undefined) return placed;
  throw new Refusal('no_such_element', `There is nothing to use as “${actionId}” in a block “${blockId}” here.`);
}

/** The fields of a payload that say where it happened. An ephemeral message is named but not shown, as in Slack. */
export function surfacePart(workspace: Workspace, surface: Surface): JsonObject {
  if (surface.kind === 'view') {
    return {
      container: { type: 'view', view_id: surface.view.id },
      view: viewObject(workspace, surface.view),
    };
  }
  const { message, channel } = surface;
  const ephemeral = message.viewer !== null;
  const place = { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: ephemeral };
  return {
    container: message.threadTs === null ? place : { ...place, thread_ts: message.threadTs },
    channel: { id: channel.id, name: channel.kind === 'direct' ? 'directmessage' : channel.name },
    ...(!ephemeral && { message: messageJson(workspace, message, true) }),
  };
}
