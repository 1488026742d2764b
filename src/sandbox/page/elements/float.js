const GAP_PX = 4;
const ROOM_PX = 180;

/**
 * Shows `popup` at `anchor`, below it or above where there is more room, and keeps it there while things scroll.
 * Answers the function that hides it again.
 * @param {HTMLElement} popup an element with `popover="manual"`
 * @param {HTMLElement} anchor
 * @param {{ alignEnd?: boolean, matchWidth?: boolean }} [options]
 */
export function float(popup, anchor, { alignEnd = false, matchWidth = false } = {}) {
  const place = () => {
    const box = anchor.getBoundingClientRect();
    const below = window.innerHeight - box.bottom - GAP_PX * 3;
    const above = box.top - GAP_PX * 3;
    const up = below < ROOM_PX && above > below;
    if (matchWidth) popup.style.minWidth = `${box.width}px`;
    popup.style.maxHeight = `${Math.min(320, up ? above : below)}px`;
    const width = popup.offsetWidth;
    const left = alignEnd ? box.right - width : box.left;
    popup.style.left = `${Math.max(GAP_PX, Math.min(left, window.innerWidth - width - GAP_PX))}px`;
    popup.style.top = up ? 'auto' : `${box.bottom + GAP_PX}px`;
    popup.style.bottom = up ? `${window.innerHeight - box.top + GAP_PX}px` : 'auto';
  };
  popup.showPopover();
  place();
  addEventListener('scroll', place, true);
  addEventListener('resize', place);
  return () => {
    removeEventListener('scroll', place, true);
    removeEventListener('resize', place);
    if (popup.isConnected && popup.matches(':popover-open')) popup.hidePopover();
  };
}
