/** Says a sentence to people who listen to the page. @param {string} sentence */
export function announce(sentence) {
  const region = document.getElementById('announcements');
  region.textContent = '';
  requestAnimationFrame(() => {
    region.textContent = sentence;
  });
}
