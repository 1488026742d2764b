import { announce } from '../chrome/announce.js';
import { get } from '../core/api.js';
import { el, reconcile } from '../core/dom.js';
import { coalesced } from '../core/live.js';
import { set, state } from '../core/store.js';
import { ago } from '../core/time.js';
import { moveAlias } from './move-alias.js';

const FRESH_MS = 60_000;

/** Models with their aliases and versions, alive: an alias that moved within the last minute is marked. */
export function registryPanel() {
  const node = el('div', { class: 'registry' }, sentence('Reading the registry…'));
  const movedAt = new Map();
  let places = null;
  let cards = new Map();

  const load = coalesced(async () => {
    try {
      set('registry', await get('registry'));
    } catch (error) {
      reconcile(node, [sentence(error.message)]);
      return;
    }
    noticeMoves();
    show();
  });

  function noticeMoves() {
    const before = places;
    places = placesOf(state.registry.models);
    if (before === null) return;
    for (const [key, version] of places) {
      if (before.get(key) === version) continue;
      movedAt.set(key, Date.now());
      announce(`${key.replace(' ', ': ')} is now v${version}.`);
    }
  }

  /** A model that did not change keeps its card, so that nothing opened, typed or moving in it is disturbed. */
  function show() {
    const { models } = state.registry;
    const open = new Set([...node.querySelectorAll('details[open]')].map((one) => one.dataset.key));
    const focused = node.contains(document.activeElement) ? document.activeElement.closest('details') : null;
    const isFresh = (key) => Date.now() - (movedAt.get(key) ?? 0) < FRESH_MS;
    const before = cards;
    cards = new Map(
      models.map((model) => {
        const fresh = Object.keys(model.aliases).filter((alias) => isFresh(`${model.name} ${alias}`));
        const key = JSON.stringify([model, fresh]);
        const known = before.get(model.name);
        return [model.name, known?.key === key ? known : { key, node: card(model, fresh, open) }];
      }),
    );
    const nodes = [...cards.values()].map((one) => one.node);
    reconcile(node, nodes.length === 0 ? [sentence('The registry has no models yet.')] : nodes);
    if (focused !== null && !focused.isConnected) {
      node.querySelector(`[data-key="${CSS.escape(focused.dataset.key)}"] > summary`)?.focus();
    }
  }

  return { node, load };
}

function sentence(text) {
  return el('p', { class: 'empty' }, text);
}

function placesOf(models) {
  return new Map(
    models.flatMap(({ name, aliases }) =>
      Object.entries(aliases).map(([alias, version]) => [`${name} ${alias}`, version]),
    ),
  );
}

function card(model, fresh, open) {
  const aliases = Object.entries(model.aliases);
  const newest = [...model.versions].sort((a, b) => Number(b.version) - Number(a.version));
  const key = (part) => `${model.name} ${part}`;
  return el(
    'section',
    { class: 'model', 'aria-label': model.name },
    el('h3', {}, el('code', {}, model.name)),
    model.description && el('p', { class: 'quiet' }, model.description),
    aliases.length === 0
      ? el('p', { class: 'quiet' }, 'No alias points to a version.')
      : el(
          'ul',
          { class: 'aliases' },
          aliases.map(([alias, version]) => aliasRow(model, alias, version, fresh.includes(alias))),
        ),
    el(
      'details',
      { 'data-key': key('versions'), open: open.has(key('versions')) },
      el('summary', {}, newest.length === 1 ? '1 version' : `${newest.length} versions`),
      newest.map((version) => versionRow(model, version)),
    ),
    newest.length > 0 &&
      el(
        'details',
        { 'data-key': key('move'), open: open.has(key('move')) },
        el('summary', {}, 'Move alias outside Countersign'),
        moveAlias(model, newest),
      ),
  );
}

function aliasRow(model, alias, version, moved) {
  return el(
    'li',
    { class: moved ? 'alias alias-moved' : 'alias', 'data-testid': `registry-${model.name}-${alias}` },
    el('span', { class: 'alias-name' }, alias),
    el('span', { class: 'alias-arrow', 'aria-hidden': 'true' }, '→'),
    el('span', { class: 'alias-version' }, `v${version}`),
    moved && el('span', { class: 'alias-note' }, 'just moved'),
  );
}

function versionRow(model, { version, createdAt, metrics, tags }) {
  const here = Object.entries(model.aliases).filter(([, at]) => at === version);
  return el(
    'div',
    { class: 'version' },
    el(
      'p',
      { class: 'version-head' },
      el('strong', {}, `v${version}`),
      here.map(([alias]) => el('span', { class: 'badge badge-alias' }, alias)),
      el('span', { class: 'quiet' }, ago(new Date(createdAt))),
    ),
    el(
      'dl',
      {},
      Object.entries(metrics).map(([name, value]) =>
        el(
          'div',
          {},
          el('dt', {}, name),
          el('dd', {}, value === null ? 'not measured' : value.toLocaleString('en-GB', { maximumFractionDigits: 4 })),
        ),
      ),
    ),
    Object.keys(tags).length > 0 &&
      el(
        'p',
        { class: 'quiet small' },
        Object.entries(tags)
          .map(([name, value]) => `${name} = ${value}`)
          .join(' · '),
      ),
  );
}
