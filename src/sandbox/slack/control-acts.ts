import { Refusal } from '#errors.ts';
import type {
  AliasAct,
  ClockAct,
  CommandAct,
  FaultAct,
  InputValues,
  OptionsAct,
  PressAct,
  ReloadAct,
  SayAct,
  ViewAct,
} from '../control.ts';
import { faultSystems } from '../control.ts';
import { isObject, type JsonObject } from './json.ts';

function need(body: JsonObject, name: string): string {
  const value = body[name];
  if (typeof value === 'string') return value;
  throw new Refusal('bad_act', `Give “${name}” as text.`);
}

/** The named fields that are text; others are left out. */
function texts<Name extends string>(body: JsonObject, ...names: readonly Name[]): { [Key in Name]?: string } {
  const found: { [Key in Name]?: string } = {};
  for (const name of names) {
    const value = body[name];
    if (typeof value === 'string') found[name] = value;
  }
  return found;
}

function isGiven(value: unknown): value is string | readonly string[] | null {
  if (value === null || typeof value === 'string') return true;
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isInputValues(value: unknown): value is InputValues {
  return (
    isObject(value) && Object.values(value).every((block) => isObject(block) && Object.values(block).every(isGiven))
  );
}

function valuesIn(body: JsonObject): { values?: InputValues } {
  const { values } = body;
  if (values === undefined) return {};
  if (isInputValues(values)) return { values };
  throw new Refusal('bad_act', 'Give “values” as block id → action id → text, list of texts or null.');
}

export function commandAct(body: JsonObject): CommandAct {
  const text = typeof body['text'] === 'string' ? body['text'] : '';
  return { as: need(body, 'as'), channel: need(body, 'channel'), command: need(body, 'command'), text };
}

export function pressAct(body: JsonObject): PressAct {
  return {
    as: need(body, 'as'),
    blockId: need(body, 'blockId'),
    actionId: need(body, 'actionId'),
    ...texts(body, 'channel', 'ts', 'viewId'),
    ...choiceIn(body),
    ...(body['home'] === true && { home: true }),
    ...valuesIn(body),
  };
}

function choiceIn({ choice }: JsonObject): { choice?: string | readonly string[] } {
  if (choice === undefined || choice === null) return {};
  if (isGiven(choice) && choice !== null) return { choice };
  throw new Refusal('bad_act', 'Give “choice” as text or as a list of texts.');
}

export function viewAct(body: JsonObject): ViewAct {
  const all = body['all'] === true && { all: true };
  return { as: need(body, 'as'), viewId: need(body, 'viewId'), ...valuesIn(body), ...all };
}

export function optionsAct(body: JsonObject): OptionsAct {
  return {
    as: need(body, 'as'),
    blockId: need(body, 'blockId'),
    actionId: need(body, 'actionId'),
    value: need(body, 'value'),
    ...texts(body, 'channel', 'ts', 'viewId'),
  };
}

export function sayAct(body: JsonObject): SayAct {
  return {
    as: need(body, 'as'),
    channel: need(body, 'channel'),
    text: need(body, 'text'),
    ...texts(body, 'threadTs'),
  };
}

export function reloadAct(body: JsonObject): ReloadAct {
  return { as: need(body, 'as') };
}

export function aliasAct(body: JsonObject): AliasAct {
  return { model: need(body, 'model'), alias: need(body, 'alias'), version: need(body, 'version') };
}

export function faultAct(body: JsonObject): FaultAct {
  const { system, on, ms, times } = body;
  if (!isSystem(system)) throw new Refusal('bad_act', `Give “system” as one of ${faultSystems.join(', ')}.`);
  if (typeof on !== 'boolean') throw new Refusal('bad_act', 'Give “on” as true or false.');
  return {
    system,
    fault: need(body, 'fault'),
    on,
    ...(typeof ms === 'number' && { ms }),
    ...(typeof times === 'number' && { times }),
    ...texts(body, 'method'),
  };
}

function isSystem(value: unknown): value is FaultAct['system'] {
  return faultSystems.some((system) => system === value);
}

export function advanceMs(body: JsonObject): ClockAct['advanceMs'] {
  const ms = body['advanceMs'];
  if (typeof ms === 'number' && Number.isFinite(ms) && ms >= 0) return ms;
  throw new Refusal('bad_act', 'Give “advanceMs” as a number of milliseconds; the clock only moves forward.');
}
