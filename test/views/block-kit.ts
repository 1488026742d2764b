import { validateMessage } from '#views/validate.ts';

/** The smallest valid pieces of Block Kit, written by hand so that the validator is not judged by our own builders. */
export const word = (size: number) => 'x'.repeat(Math.max(0, size));
export const many = <T>(size: number, make: (index: number) => T): T[] =>
  Array.from({ length: Math.max(0, size) }, (_, index) => make(index));
export const address = (size: number) => `https://example.com/${word(size - 20)}`;

export const plain = (text: string) => ({ type: 'plain_text', text });
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
export const section = (text: unknown) => ({ type: 'section', text });
export const context = (...elements: unknown[]) => ({ type: 'context', elements });
export const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
export const button = () => ({ type: 'button', text: plain('Go') });
export const iconButton = () => ({ type: 'icon_button', icon: 'trash', text: plain('Delete') });
export const workflowButton = () => ({
  type: 'workflow_button',
  text: plain('Run'),
  workflow: { trigger: { url: 'https://slack.com/shortcuts/Ft1/x' } },
});
export const feedback = (positive: object) => ({
  type: 'feedback_buttons',
  positive_button: positive,
  negative_button: { text: plain('Bad'), value: 'bad' },
});
export const option = (value: string) => ({ text: plain(value), value });
export const group = (label: string) => ({ label: plain(label), options: [option('a')] });
export const select = (options: unknown[]) => ({ type: 'static_select', options });
export const confirm = (change: object) => ({
  title: plain('Sure?'),
  text: plain('This cannot be undone.'),
  confirm: plain('Yes'),
  deny: plain('No'),
  ...change,
});
export const image = () => ({ type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a chart' });
export const video = () => ({
  type: 'video',
  video_url: 'https://example.com/v',
  thumbnail_url: 'https://example.com/t.png',
  alt_text: 'a film',
  title: plain('Film'),
});
export const cell = (text: string) => ({ type: 'raw_text', text });
export const table = (rows: unknown[]) => ({ type: 'table', rows });
export const dataTable = (rows: unknown[]) => ({ type: 'data_table', caption: 'Costs', rows });
export const chart = (series: number, points: number, axis: object = {}) => {
  const labels = many(points, (index) => `p${index}`);
  return {
    type: 'data_visualization',
    title: 'Cost',
    chart: {
      type: 'line',
      series: many(series, (index) => ({ name: `s${index}`, data: labels.map((label) => ({ label, value: 1 })) })),
      axis_config: { categories: labels, ...axis },
    },
  };
};
export const chartOf = (name: string, label: string) => ({
  type: 'data_visualization',
  title: 'Cost',
  chart: { type: 'bar', series: [{ name, data: [{ label, value: 1 }] }], axis_config: { categories: [label] } },
});
export const pie = (segments: unknown[]) => ({
  type: 'data_visualization',
  title: 'Cost',
  chart: { type: 'pie', segments },
});
export const input = (element: unknown = { type: 'plain_text_input' }) => ({
  type: 'input',
  label: plain('Reason'),
  element,
});
export const view = (change: object) => ({
  type: 'modal',
  title: plain('Promote'),
  submit: plain('Promote'),
  blocks: [{ type: 'divider' }],
  ...change,
});

export const message = (...blocks: unknown[]) => validateMessage({ text: 'a', blocks });
