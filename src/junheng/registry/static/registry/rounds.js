// Ticking schools by their kind, and counting them.
(() => {
  const bar = document.querySelector('[data-picks]'), told = document.querySelector('[data-picked]');
  if (!bar) return;
  const boxes = [...document.querySelectorAll('input[name=units]')];
  const count = () => { told.textContent = `${boxes.filter((box) => box.checked).length} / ${boxes.length}`; };
  bar.hidden = false;
  bar.addEventListener('click', (event) => {
    const pick = event.target.closest('[data-pick]');
    if (!pick) return;
    const kinds = pick.dataset.pick.split(',');
    boxes.forEach((box) => {
      box.checked = pick.dataset.pick === 'all' ? box.dataset.kind !== 'central_school' : kinds.includes(box.dataset.kind);
    });
    count();
  });
  boxes.forEach((box) => box.addEventListener('change', count));
  count();
})();
