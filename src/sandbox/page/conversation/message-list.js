import { el, reconcile } from '../core/dom.js';
import { state } from '../core/store.js';
import { dayTitle } from '../core/time.js';
import { drawMessage } from './message.js';

const FOLLOWS_WITHIN_MS = 5 * 60_000;
const NEAR_PX = 60;

/**
 * A scrolling list of messages. A message that did not change keeps its node, so nothing typed, focused or scrolled
 * to is lost when others change; at the bottom it stays at the bottom.
 */
export class MessageList {
  /** @param {{ label: string, empty: string, inThread?: boolean }} options */
  constructor({ label, empty, inThread = false }) {
    this.empty = empty;
    this.inThread = inThread;
    this.drawn = new Map();
    this.inner = el('div', { class: 'messages-inner' });
    this.newer = el(
      'button',
      { type: 'button', class: 'newer', hidden: true, onclick: () => this.toBottom() },
      'New messages ↓',
    );
    this.scroller = el(
      'div',
      { class: 'messages', role: 'log', 'aria-label': label, 'aria-live': 'off', tabindex: 0 },
      this.inner,
    );
    this.node = el('div', { class: 'messages-frame' }, this.scroller, this.newer);
    this.scroller.addEventListener('scroll', () => {
      if (this.atBottom()) this.newer.hidden = true;
    });
    // Pictures and opened details grow the list after it was drawn.
    new ResizeObserver(() => this.pinned && this.toBottom()).observe(this.inner);
    this.scroller.addEventListener('scroll', () => {
      this.pinned = this.atBottom();
    });
    this.pinned = true;
  }

  atBottom() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_PX;
  }

  toBottom() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.newer.hidden = true;
  }

  /** Another conversation: nothing of the last one is kept. */
  clear() {
    this.drawn.clear();
    this.newer.hidden = true;
    this.pinned = true;
    this.inner.replaceChildren();
  }

  /** Shows `messages`; answers those that were not there before. @param {readonly any[]} messages */
  show(messages) {
    const first = this.drawn.size === 0;
    const before = this.drawn;
    const focus = focusPath(this.inner);
    this.drawn = new Map();
    const nodes = [];
    let previous = null;
    for (const message of messages) {
      const day = dayTitle(new Date(message.at));
      const newDay = !this.inThread && (previous === null || dayTitle(new Date(previous.at)) !== day);
      if (newDay) nodes.push(el('div', { class: 'day', role: 'separator', 'aria-label': day }, el('span', {}, day)));
      nodes.push(this.nodeFor(message, !newDay && follows(previous, message), before));
      previous = message;
    }
    if (nodes.length === 0) nodes.push(el('p', { class: 'empty' }, this.empty));
    reconcile(this.inner, nodes);
    restoreFocus(this.inner, focus);
    const fresh = first ? [] : messages.filter((message) => !before.has(message.ts));
    if (this.pinned) this.toBottom();
    else if (fresh.length > 0) this.newer.hidden = false;
    return fresh;
  }

  nodeFor(message, follows, before) {
    const key = JSON.stringify([message, follows, state.me.id]);
    const known = before.get(message.ts);
    const node = known?.key === key ? known.node : drawMessage(message, { follows, inThread: this.inThread });
    this.drawn.set(message.ts, { key, node });
    return node;
  }
}

function follows(previous, message) {
  if (previous === null || previous.user !== message.user || previous.ephemeral || message.ephemeral) return false;
  return Date.parse(message.at) - Date.parse(previous.at) < FOLLOWS_WITHIN_MS;
}

/** Where the focus is: the message and the action of the focused element, so that it survives an edit. */
function focusPath(root) {
  const node = document.activeElement;
  if (node === null || !root.contains(node)) return null;
  return { ts: node.closest('[data-ts]')?.dataset.ts, action: node.dataset.action };
}

function restoreFocus(root, path) {
  if (path === null || root.contains(document.activeElement)) return;
  const message = root.querySelector(`[data-ts="${CSS.escape(path.ts ?? '')}"]`);
  const same = path.action === undefined ? null : message?.querySelector(`[data-action="${CSS.escape(path.action)}"]`);
  const target = same ?? message;
  if (target === null || target === undefined) return;
  if (target === message) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}
