import { el } from '../core/dom.js';
import { fieldProps } from './field.js';
import { use } from './use.js';

const KINDS = {
  datepicker: { type: 'date', name: 'Date', initial: 'initial_date', read: (text) => text, show: (value) => value },
  timepicker: { type: 'time', name: 'Time', initial: 'initial_time', read: (text) => text, show: (value) => value },
  datetimepicker: {
    type: 'datetime-local',
    name: 'Date and time',
    initial: 'initial_date_time',
    read: (text) => String(Math.floor(new Date(text).getTime() / 1000)),
    show: (value) => {
      const date = new Date(Number(value) * 1000);
      return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
    },
  },
};

/** A day, a time of day, or both, with the browser's own picker. */
export function dateInput(element, block, surface, field) {
  const kind = KINDS[element.type];
  const before = surface.register(block, element) ?? element[kind.initial] ?? null;
  const control = el('input', {
    type: kind.type,
    class: 'text-input date-input',
    ...fieldProps(field, element.placeholder?.text ?? kind.name),
    value: before === null ? '' : kind.show(before),
    onchange: () => {
      const value = control.value === '' ? null : kind.read(control.value);
      surface.enter(block, element, value);
      if ((field === undefined || field.dispatch) && value !== null)
        void use(control, { element, block, surface, choice: value });
    },
  });
  return control;
}
