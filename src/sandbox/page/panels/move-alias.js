import { announce } from '../chrome/announce.js';
import { post } from '../core/api.js';
import { el, freshId } from '../core/dom.js';

/** A form that moves an alias in the registry itself, as someone would who goes past the approvals. */
export function moveAlias(model, versions) {
  const [aliasId, versionId] = [freshId('alias'), freshId('version')];
  const aliases = Object.keys(model.aliases);
  const alias = el('input', {
    id: aliasId,
    class: 'text-input',
    list: `${aliasId}-known`,
    value: aliases[0] ?? '',
    required: true,
  });
  const version = el(
    'select',
    { id: versionId, class: 'text-input' },
    versions.map((one) => el('option', { value: one.version }, `v${one.version}`)),
  );
  const said = el('p', { class: 'small', role: 'status' });
  return el(
    'form',
    {
      class: 'move-alias',
      onsubmit: async (event) => {
        event.preventDefault();
        try {
          await post('registry/alias', { model: model.name, alias: alias.value.trim(), version: version.value });
          announce('Moved. Countersign should notice and say so.');
        } catch (error) {
          said.textContent = error.message;
        }
      },
    },
    el(
      'p',
      { class: 'quiet small' },
      'What happens when somebody skips the approvals and changes the registry directly?',
    ),
    el('label', { for: aliasId }, 'Alias'),
    alias,
    el(
      'datalist',
      { id: `${aliasId}-known` },
      aliases.map((name) => el('option', { value: name })),
    ),
    el('label', { for: versionId }, 'Version'),
    version,
    el('button', { type: 'submit', class: 'button button-small', 'data-testid': `move-${model.name}` }, 'Move alias'),
    said,
  );
}
