import { el } from '../core/dom.js';
import { faultsPanel } from './faults.js';
import { registryPanel } from './registry.js';
import { requestsPanel } from './requests.js';

/** The side panel: tabs that arrows move between. */
export function sidePanel() {
  const panels = { registry: registryPanel(), requests: requestsPanel(), faults: faultsPanel() };
  const names = { registry: 'Registry', requests: 'Requests', faults: 'Faults & clock' };
  const keys = Object.keys(panels);
  const tabs = keys.map((key) =>
    el(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${key}`,
        class: 'tab',
        'aria-controls': `panel-${key}`,
        'data-testid': `tab-${key}`,
        onclick: () => open(key),
      },
      names[key],
    ),
  );
  const bodies = keys.map((key) =>
    el(
      'div',
      { role: 'tabpanel', id: `panel-${key}`, class: 'panel', 'aria-labelledby': `tab-${key}`, tabindex: 0 },
      panels[key].node,
    ),
  );
  const list = el('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Side panel', onkeydown: onKey }, tabs);

  function open(key) {
    keys.forEach((one, index) => {
      const on = one === key;
      tabs[index].setAttribute('aria-selected', String(on));
      tabs[index].tabIndex = on ? 0 : -1;
      bodies[index].hidden = !on;
    });
    panels[key].opened?.();
  }

  function onKey(event) {
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + tabs.length) % tabs.length;
    open(keys[next]);
    tabs[next].focus();
  }

  open('registry');
  return { node: el('div', { class: 'side-panel' }, list, bodies), ...panels };
}
