export type Block = Record<string, unknown>;

export const plain = (text: string) => ({ type: 'plain_text', text });
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
export const option = (text: string, value: string, description?: string) => ({
  text: plain(text),
  value,
  ...(description !== undefined && { description: plain(description) }),
});
export const raw = (text: string) => ({ type: 'raw_text', text });
export const number = (value: number) => ({ type: 'raw_number', value, text: String(value) });
export const button = (action: string, text: string, more: object = {}) => ({
  type: 'button',
  action_id: action,
  text: plain(text),
  value: 'q1',
  ...more,
});
