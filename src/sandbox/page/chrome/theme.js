import { el } from '../core/dom.js';

const KEY = 'countersign.theme';

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
}

/** Light and dark: the system's wish until the person chooses. */
export function themeSwitch() {
  const saved = localStorage.getItem(KEY);
  if (saved !== null) document.documentElement.dataset.theme = saved;
  const button = el('button', {
    type: 'button',
    class: 'icon-button theme',
    'data-testid': 'theme',
    onclick: () => {
      const next = isDark() ? 'light' : 'dark';
      document.documentElement.dataset.theme = next;
      localStorage.setItem(KEY, next);
      show();
    },
  });
  const show = () => {
    const name = isDark() ? 'Use light colours' : 'Use dark colours';
    button.setAttribute('aria-label', name);
    button.title = name;
    button.replaceChildren(el('span', { class: isDark() ? 'sun' : 'moon', 'aria-hidden': 'true' }));
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
  show();
  return button;
}
