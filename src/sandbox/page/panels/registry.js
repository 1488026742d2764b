import { announce } from '../chrome/announce.js';
import { get } from '../core/api.js';
import { el, reconcile } from '../core/dom.js';
import { coalesced } from '../core/live.js';
import { set, state } from '../core/store.js';
import { ago } from '../core/time.js';
import { moveAlias } from './move-alias.js';

/** Models with their aliases and versions, alive: an alias that moves is marked where it went. */
export function registryPanel() {
  const node = el('div', { class: 'registry' }, el('p', { class: 'empty' }, 'Reading the registry…'));
  let places = null;

  const load = coalesced(async () => {
    try {
      set('registry', await get('registry'));
    } catch (error) {
      reconcile(node, [el('p', { class: 'empty' }, error.message)]);
      return;
    }
    show();
  });

  function show() {
    const { models } = state.registry;
    const open = new Set([...node.querySelectorAll('details[open]')].map((one) => one.dataset.key));
    const before = places;
    places = new Map(
      models.flatMap((model) =>
        Object.entries(model.aliases).map(([alias, version]) => [`${model.name} ${alias}`, version]),
      ),
    );
    const moved = new Set(
      before === null ? [] : [...places].filter(([key, version]) => before.get(key) !== version).map(([key]) => key),
    );
    for (const key of moved) announce(`${key.replace(' ', ': ')} is now v${places.get(key)}.`);
    reconcile(
      node,
      models.length === 0
        ? [el('p', { class: 'empty' }, 'The registry has no models yet.')]
        : models.map((model) => card(model, moved, open)),
    );
  }

  return { node, load };
}

function card(model, moved, open) {
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
          aliases.map(([alias, version]) => aliasRow(model, alias, version, moved.has(key(alias)))),
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
