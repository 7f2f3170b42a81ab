// The hall screen: the clock, and the digits in their boxes as they are typed. What counts is kept by the server.
(() => {
  const boxes = [...document.querySelectorAll('[data-boxes] li')];
  const draw = (text) => boxes.forEach((box, place) => {
    box.firstChild.textContent = text[place] || (place === text.length ? '?' : '');
    box.className = place < text.length ? 'has' : place === text.length ? 'next' : '';
  });
  draw(boxes.map((box) => box.textContent.trim()).join(''));
  document.querySelectorAll('[data-digits]').forEach((field) => field.addEventListener('input', () => draw(field.value.normalize('NFKC').trim())));

  const clock = document.querySelector('[data-clock]');
  setInterval(() => { const now = new Date(); clock.textContent = `${now.getHours()}:${String(now.getMinutes()).padStart(2, '0')}`; }, 5000);

  // A button pressed twice is pressed once.
  document.addEventListener('submit', (event) => { if (event.target.dataset.sent) event.preventDefault(); event.target.dataset.sent = '1'; });
  (document.querySelector('[role=alert] ~ * input:not([type=hidden]), .l input:not([type=hidden])') || document.body).focus?.();
})();
