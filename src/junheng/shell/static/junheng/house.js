// Small manners of every page: where one is, search by /, copying text, printing, drafts that are never lost, drop zones.
(() => {
  const at = document.getElementById('main')?.dataset.at;
  document.querySelectorAll(`[data-room="${at}"]`).forEach((link) => link.setAttribute('aria-current', 'page'));

  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.target.matches('input, textarea, select')) return;
    const field = document.querySelector('[data-search]');
    if (field && field.offsetParent) { event.preventDefault(); field.focus(); }
  });

  document.addEventListener('click', (event) => {
    const copy = event.target.closest('[data-copy]');
    if (copy) {
      const text = document.querySelector(copy.dataset.copy).textContent;
      const area = document.createElement('textarea');
      area.value = text; document.body.append(area); area.select();
      document.execCommand('copy'); area.remove();
      const said = copy.textContent; copy.textContent = `✓ ${said}`;
      setTimeout(() => { copy.textContent = said; }, 1500);
    }
    if (event.target.closest('[data-print]')) print();
  });

  document.addEventListener('submit', (event) => {
    const asked = event.target.dataset.confirm;
    if (asked && !confirm(asked)) event.preventDefault();
  });

  // What somebody typed survives a closed page; it goes when the form is sent.
  function drafts(root) {
    root.querySelectorAll('form[data-draft]').forEach((form) => {
      const key = `draft:${form.dataset.draft}`;
      let kept = {};
      try { kept = JSON.parse(localStorage.getItem(key) || '{}'); } catch { kept = {}; }
      for (const [name, value] of Object.entries(kept)) {
        const field = form.elements[name];
        if (field && field.type !== 'hidden' && field.type !== 'file' && !field.value) field.value = value;
      }
      form.addEventListener('input', () => {
        const typed = {};
        for (const field of form.elements) if (field.name && !['hidden', 'file', 'submit'].includes(field.type)) typed[field.name] = field.value;
        try { localStorage.setItem(key, JSON.stringify(typed)); } catch { /* a full store loses only the draft */ }
      });
      form.addEventListener('submit', () => localStorage.removeItem(key));
    });
  }
  drafts(document);
  document.addEventListener('junheng:shown', () => drafts(document));

  document.querySelectorAll('[data-upload]').forEach((form) => {
    const zone = form.querySelector('[data-drop]'), file = form.querySelector('input[type=file]'), chosen = form.querySelector('[data-chosen]');
    const show = () => { chosen.textContent = file.files.length ? file.files[0].name : ''; };
    for (const kind of ['dragover', 'dragenter']) zone.addEventListener(kind, (e) => { e.preventDefault(); zone.classList.add('over'); });
    zone.addEventListener('dragleave', () => zone.classList.remove('over'));
    zone.addEventListener('drop', (e) => { e.preventDefault(); zone.classList.remove('over'); file.files = e.dataTransfer.files; show(); });
    file.addEventListener('change', show); show();
  });
})();
