import type { ModalView } from '../../src/sandbox/control.ts';
import { type Block, option, plain } from './fake-blocks.ts';

export function promoteModal(errors: Record<string, string> = {}): ModalView {
  const input = (id: string, label: string, element: Block, more: object = {}) => ({
    type: 'input',
    block_id: id,
    label: plain(label),
    element: { action_id: id, ...element },
    ...more,
  });
  const environments = [option('production', 'production'), option('staging', 'staging')];
  return {
    viewId: 'V1',
    hash: JSON.stringify(errors),
    depth: 1,
    errors,
    notice: null,
    view: {
      id: 'V1',
      type: 'modal',
      callback_id: 'promote',
      title: plain('Promote a model'),
      submit: plain('Ask for approval'),
      close: plain('Cancel'),
      blocks: [
        { type: 'alert', block_id: 'warn', level: 'info', text: plain('The channel sees your request.') },
        input('model', 'Model', { type: 'external_select', min_query_length: 0, placeholder: plain('Find a model') }),
        input('target', 'Target', { type: 'static_select', options: environments }),
        input(
          'regions',
          'Regions',
          { type: 'multi_static_select', options: [option('EU', 'eu'), option('US', 'us')] },
          { optional: true },
        ),
        input(
          'reason',
          'Reason',
          { type: 'plain_text_input', multiline: true },
          { hint: plain('Everyone who decides reads it.') },
        ),
        input('how', 'How', {
          type: 'radio_buttons',
          options: [option('At once', 'once'), option('Canary', 'canary')],
          initial_option: option('At once', 'once'),
        }),
        input(
          'checks',
          'Checks',
          { type: 'checkboxes', options: [option('Model card is complete', 'card')] },
          { optional: true },
        ),
        input('from', 'Not before', { type: 'datepicker' }, { optional: true }),
      ],
    },
  };
}
