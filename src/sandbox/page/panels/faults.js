import { announce } from '../chrome/announce.js';
import { post } from '../core/api.js';
import { el, freshId, reconcile } from '../core/dom.js';
import { on, set, state } from '../core/store.js';
import { fullTime, now, setNow } from '../core/time.js';

const HOUR_MS = 3_600_000;
const UNITS = { minutes: 60_000, hours: HOUR_MS, days: 24 * HOUR_MS };

const SYSTEMS = {
  slack: 'Slack',
  mlflow: 'MLflow',
  vertex: 'Vertex AI',
  kubeflow: 'Kubeflow Pipelines',
  bigquery: 'Billing in BigQuery',
};

/** Faults by the part of their key before the dot, in the order they come in. */
function bySystem(entries) {
  return [...Map.groupBy(entries, ([key]) => key.split('.')[0])];
}

/** Switches that break things by name, and a clock that can be moved forward. */
export function faultsPanel() {
  const time = el('p', { class: 'now', 'data-testid': 'now' });
  const list = el('div', { class: 'faults' });
  const said = el('p', { class: 'small', role: 'status' });
  const node = el(
    'div',
    {},
    el('h3', {}, 'Clock'),
    time,
    clockForm(),
    el('h3', {}, 'Faults'),
    el(
      'p',
      { class: 'quiet small' },
      'Break something and watch what people see. Nothing may be promoted twice, and nothing may be lost.',
    ),
    list,
    said,
  );

  async function attempt(act) {
    said.textContent = '';
    try {
      await act();
    } catch (error) {
      said.textContent = error.message;
    }
  }

  async function advance(ms) {
    await attempt(async () => {
      const answer = await post('clock', { advanceMs: ms });
      setNow(answer.now);
      show();
      announce(`It is now ${fullTime(now())}.`);
    });
  }

  function clockForm() {
    const id = freshId('clock');
    const amount = el('input', {
      id,
      type: 'number',
      min: 1,
      value: '3',
      class: 'text-input amount',
      'aria-label': 'Amount',
    });
    const unit = el(
      'select',
      { class: 'text-input', 'aria-label': 'Unit' },
      Object.keys(UNITS).map((name) => el('option', { value: name, selected: name === 'days' }, name)),
    );
    return el(
      'form',
      {
        class: 'clock-form',
        onsubmit: (event) => {
          event.preventDefault();
          void advance(Math.round(Number(amount.value) * UNITS[unit.value]));
        },
      },
      el(
        'button',
        {
          type: 'button',
          class: 'button button-small',
          'data-testid': 'clock-hour',
          onclick: () => void advance(HOUR_MS),
        },
        'Forward 1 h',
      ),
      el(
        'button',
        {
          type: 'button',
          class: 'button button-small',
          'data-testid': 'clock-day',
          onclick: () => void advance(24 * HOUR_MS),
        },
        'Forward 1 d',
      ),
      el(
        'span',
        { class: 'clock-amount' },
        amount,
        unit,
        el('button', { type: 'submit', class: 'button button-small', 'data-testid': 'clock-amount' }, 'Forward'),
      ),
    );
  }

  function switchFor(key, { title, on: isOn, ms }) {
    const parts = key.split('.');
    const [system, fault] = parts.length === 1 ? ['slack', key] : [parts[0], parts.at(-1)];
    return el(
      'label',
      { class: 'switch' },
      el('input', {
        type: 'checkbox',
        role: 'switch',
        checked: isOn,
        'data-testid': `fault-${key}`,
        onchange: (event) => {
          const wanted = event.currentTarget.checked;
          void attempt(async () => setFaults(await post('faults', { system, fault, on: wanted }))).then(show);
        },
      }),
      el('span', {}, title, ms !== null && isOn && el('span', { class: 'quiet' }, ` (${ms} ms)`)),
    );
  }

  function setFaults(answer) {
    const faults = answer?.faults ?? answer;
    if (
      faults !== null &&
      typeof faults === 'object' &&
      Object.values(faults).every((one) => typeof one?.title === 'string')
    )
      set('faults', faults);
  }

  function show() {
    time.textContent = state.me === null ? '' : fullTime(now());
    const focused = document.activeElement?.dataset?.testid;
    const entries = Object.entries(state.faults);
    reconcile(
      list,
      entries.length === 0
        ? [el('p', { class: 'empty' }, 'This workspace offers no faults.')]
        : bySystem(entries).flatMap(([system, faults]) => [
            el('h4', { class: 'quiet small', 'data-key': `of-${system}` }, SYSTEMS[system] ?? system),
            ...faults.map(([key, fault]) => switchFor(key, fault)),
          ]),
    );
    if (focused?.startsWith('fault-')) list.querySelector(`[data-testid="${focused}"]`)?.focus();
  }

  on('faults', show);
  on('me', show);
  setInterval(() => state.me !== null && (time.textContent = fullTime(now())), 5000);
  return { node, opened: () => state.me !== null && show(), show };
}
