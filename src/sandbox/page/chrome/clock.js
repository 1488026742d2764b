import { el } from '../core/dom.js';
import { on } from '../core/store.js';
import { fullTime, now } from '../core/time.js';

/** The workspace's own time, in the acting person's zone. */
export function clock() {
  const node = el('time', {
    class: 'clock',
    'data-testid': 'clock',
    title: 'The workspace’s own clock, in this person’s zone',
  });
  const show = () => {
    node.textContent = fullTime(now());
    node.dateTime = now().toISOString();
  };
  setInterval(show, 5000);
  on('me', show);
  return { node, show };
}
