import { refuse } from './api-refusal.ts';
import { withIds } from './elements.ts';
import { type JsonObject, objectsOf, textOf } from './json.ts';
import type { StoredView } from './state.ts';
import { nextHash, nextId, type Workspace } from './workspace.ts';

const STACK_LIMIT = 3;

function specOf(workspace: Workspace, view: JsonObject): JsonObject {
  return { ...view, blocks: withIds(workspace, objectsOf(view['blocks'])) };
}

function newView(workspace: Workspace, person: string, view: JsonObject, below: StoredView | null): StoredView {
  const id = nextId(workspace, 'V');
  return {
    id,
    person,
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
    spec: specOf(workspace, view),
    hash: nextHash(workspace),
    values: {},
    errors: {},
    notice: null,
  };
}

export function stackOf(workspace: Workspace, person: string): readonly StoredView[] {
  return workspace.modals.get(person) ?? [];
}

function everyView(workspace: Workspace): StoredView[] {
  return [...[...workspace.modals.values()].flat(), ...Object.values(workspace.state.homes)];
}

export function findView(workspace: Workspace, key: { id: string } | { externalId: string }): StoredView | undefined {
  return everyView(workspace).find((view) =>
    'id' in key ? view.id === key.id : view.spec['external_id'] === key.externalId,
  );
}

function checkExternalId(workspace: Workspace, view: JsonObject, self: StoredView | null): void {
  const externalId = view['external_id'];
  if (typeof externalId !== 'string' || externalId === '') return;
  const holder = findView(workspace, { externalId });
  if (holder !== undefined && holder !== self) refuse('duplicate_external_id');
}

function setStack(workspace: Workspace, person: string, stack: StoredView[]): void {
  if (stack.length === 0) workspace.modals.delete(person);
  else workspace.modals.set(person, stack);
  workspace.changes.tell({ type: 'modal', person });
}

/** Shows a view as the only one of that person's stack; one that was open is gone. */
export function openView(workspace: Workspace, person: string, view: JsonObject): StoredView {
  checkExternalId(workspace, view, null);
  const opened = newView(workspace, person, view, null);
  setStack(workspace, person, [opened]);
  return opened;
}

/** Puts a view on top of the stack. Refuses with `push_limit_reached` when three are there. */
export function pushView(workspace: Workspace, person: string, view: JsonObject): StoredView {
  const stack = stackOf(workspace, person);
  const top = stack.at(-1);
  if (top === undefined) return refuse('not_found');
  if (stack.length >= STACK_LIMIT) return refuse('push_limit_reached');
  checkExternalId(workspace, view, null);
  const pushed = newView(workspace, person, view, top);
  setStack(workspace, person, [...stack, pushed]);
  return pushed;
}

/** Replaces what a view shows; typed values stay where block and action ids stay. Refuses a stale `hash`. */
export function replaceView(workspace: Workspace, view: StoredView, spec: JsonObject, hash: string | null): void {
  if (hash !== null && hash !== view.hash) refuse('hash_conflict');
  checkExternalId(workspace, spec, view);
  view.spec = specOf(workspace, spec);
  view.hash = nextHash(workspace);
  view.errors = {};
  view.notice = null;
  tellView(workspace, view);
}

/** Publishes a Home tab; the view keeps its id from one publication to the next. */
export function publishHome(workspace: Workspace, person: string, spec: JsonObject, hash: string | null): StoredView {
  const current = workspace.state.homes[person];
  if (current !== undefined) {
    replaceView(workspace, current, spec, hash);
    return current;
  }
  if (hash !== null) return refuse('hash_conflict');
  checkExternalId(workspace, spec, null);
  const home = newView(workspace, person, spec, null);
  workspace.state.homes[person] = home;
  tellView(workspace, home);
  return home;
}

/** Takes a view and all above it off the stack; answers them, the top first. */
export function closeFrom(workspace: Workspace, view: StoredView): StoredView[] {
  const stack = [...stackOf(workspace, view.person)];
  const index = stack.indexOf(view);
  if (index < 0) return [];
  const closed = stack.splice(index).toReversed();
  setStack(workspace, view.person, stack);
  return closed;
}

export function closeAll(workspace: Workspace, person: string): StoredView[] {
  const closed = stackOf(workspace, person).toReversed();
  setStack(workspace, person, []);
  return closed;
}

/** What the inspector calls a view. */
export function viewTitle(view: StoredView): string {
  return textOf(view.spec['callback_id']) || view.id;
}

export function tellView(workspace: Workspace, view: StoredView): void {
  const type = view.spec['type'] === 'home' ? 'home' : 'modal';
  workspace.changes.tell({ type, person: view.person });
}

/** The view object of answers and payloads. */
export function viewObject(workspace: Workspace, view: StoredView): JsonObject {
  const { team } = workspace.state;
  const { app } = workspace.options;
  const { spec } = view;
  return {
    id: view.id,
    team_id: team.id,
    type: spec['type'],
    blocks: spec['blocks'],
    private_metadata: spec['private_metadata'] ?? '',
    callback_id: spec['callback_id'] ?? '',
    state: { values: view.values },
    hash: view.hash,
    title: spec['title'] ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: spec['clear_on_close'] ?? false,
    notify_on_close: spec['notify_on_close'] ?? false,
    close: spec['close'] ?? null,
    submit: spec['submit'] ?? null,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: app.id,
    external_id: spec['external_id'] ?? '',
    app_installed_team_id: team.id,
    bot_id: app.botId,
  };
}
