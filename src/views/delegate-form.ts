import { sections } from './blocks.ts';
import { type Modal, modal } from './frames.ts';
import { checkboxes, datePicker, input, personSelect, textArea } from './inputs.ts';
import { encodeIntent } from './intents.ts';
import { md, sentence } from './mrkdwn.ts';

export interface DelegateForm {
  /** Those that the reader holds; at least one. */
  readonly roles: readonly { readonly id: string; readonly name: string }[];
  /** How many days it may last. */
  readonly mostDays: number;
  readonly filled: {
    /** A Slack account; empty for none. */
    readonly to: string;
    readonly roles: readonly string[];
    /** Days, as `2026-12-14`; empty for none. */
    readonly from: string;
    readonly until: string;
    readonly reason: string;
  };
  readonly mistakes: readonly string[];
}

const ids = {
  to: 'delegate-to',
  roles: 'delegate-roles',
  from: 'delegate-from',
  until: 'delegate-until',
  reason: 'delegate-reason',
} as const;

/** Asks who acts for the reader, in which of their roles, from when until when, and why. */
export function delegateForm({ roles, mostDays, filled, mistakes }: DelegateForm): Modal {
  const intent = encodeIntent('delegate-submit', {});
  const choices = roles.map(({ id, name }) => ({ label: name, value: id }));
  return modal({ title: 'Delegate', submit: 'Delegate', close: 'Cancel', intent }, [
    ...sections(
      [
        md`Somebody may approve for you while you are away. Everybody sees for whom they do it, and both of you fill one seat.`,
        ...mistakes.map((one) => md`✗ ${sentence(one, 600)}`),
      ],
      700,
    ),
    input(ids.to, 'Who acts for you', personSelect('to', 'Pick a person', filled.to === '' ? null : filled.to)),
    input(ids.roles, 'As', checkboxes('roles', choices, filled.roles)),
    input(ids.from, 'First day', datePicker('from', orNull(filled.from)), {
      optional: true,
      hint: 'Left empty: from now on.',
    }),
    input(ids.until, 'Last day', datePicker('until', orNull(filled.until)), {
      hint: `To its end on your clock. It may last ${mostDays} days; a playbook may allow less.`,
    }),
    input(ids.reason, 'Reason', textArea('reason', 'As: on leave', 0, filled.reason), {
      hint: 'Both of you read it. At most 200 characters.',
    }),
  ]);
}

/** What was filled in. */
export function delegateFilled(values: ReadonlyMap<string, string>): DelegateForm['filled'] {
  const value = (id: string) => values.get(id) ?? '';
  return {
    to: value(ids.to),
    roles: value(ids.roles)
      .split(',')
      .filter((role) => role !== ''),
    from: value(ids.from),
    until: value(ids.until),
    reason: value(ids.reason),
  };
}

function orNull(day: string): string | null {
  return day === '' ? null : day;
}
