// The desk by keyboard and mouse. Every key has a button; keys never fire while somebody types.
(() => {
  const work = document.getElementById('work');
  const csrf = () => document.querySelector('[name=csrfmiddlewaretoken]').value;
  const chosen = () => document.getElementById('chosen');

  let running = null;

  // One step at a time: a key pressed twice in a hurry must not decide twice.
  async function show(url, body) {
    if (running) return;
    running = replace(url, body);
    try { await running; } finally { running = null; }
  }

  async function replace(url, body) {
    let answer = null;
    try {
      answer = await fetch(url, {
        method: body ? 'POST' : 'GET', body, credentials: 'same-origin',
        headers: { 'HX-Request': 'true', 'X-CSRFToken': csrf() },
      });
    } catch { /* no network: said below, what was typed stays */ }
    if (!answer || answer.status === 405 || answer.status >= 500) { document.getElementById('unsaved').hidden = false; return; }
    if (answer.status === 403 || answer.redirected && answer.url.includes('/accounts/')) { location.reload(); return; }
    const html = await answer.text();
    const before = document.querySelector('.paper').scrollTop, held = place(), typed = typing(url);
    if (body) work.innerHTML = html;
    else work.innerHTML = new DOMParser().parseFromString(html, 'text/html').getElementById('work').innerHTML;
    document.querySelector('.paper').scrollTop = before;
    document.dispatchEvent(new CustomEvent('junheng:shown'));
    document.getElementById('said').textContent = work.querySelector('.rv span').textContent;
    if (held) (work.querySelector(held) || chosen())?.focus({ preventScroll: true });
    typed?.();
    centre();
  }

  // Where the focus is, as words that find the same place in what comes next.
  function place() {
    const at = document.activeElement;
    if (!work.contains(at)) return null;
    return at.dataset.verb ? `[data-verb=${at.dataset.verb}]` : '#chosen';
  }

  // The form for a missed clause is open while another step arrives: what puts it back with its words and the focus.
  function typing(url) {
    const form = document.getElementById('missed'), at = document.activeElement;
    if (!form || form.hidden || url === form.getAttribute('action')) return null;
    return () => {
      document.getElementById('missed')?.replaceWith(form);
      if (form.contains(at)) at.focus({ preventScroll: true });
    };
  }

  function centre() {
    const mark = document.querySelector('.txt .cur');
    const paper = document.querySelector('.paper');
    if (!mark) return;
    const top = mark.getBoundingClientRect().top - paper.getBoundingClientRect().top;
    if (top < 40 || top > paper.clientHeight - 60) paper.scrollTop += top - paper.clientHeight / 3;
    const box = chosen();
    if (box) { const r = box.getBoundingClientRect(); if (r.top < 0 || r.bottom > innerHeight) box.scrollIntoView({ block: 'center' }); }
  }

  function go(id) { history.replaceState(null, '', `?at=${id}`); return show(`?at=${id}`); }

  function step(by) {
    const ids = [...document.querySelectorAll('.rgt [data-at], .rgt [data-id]')].map((e) => e.dataset.at || e.dataset.id);
    const at = ids.indexOf(chosen()?.dataset.id);
    const next = ids[Math.max(0, Math.min(ids.length - 1, at + by))];
    if (next) go(next);
  }

  function press(verb) {
    const form = chosen()?.querySelector('form');
    const button = form?.querySelector(`[data-verb=${verb}]`);
    if (!button) return;
    if (verb === 'accept' || verb === 'edit') { if (!form.reportValidity()) return; }
    if (verb === 'split') {
      const offset = caret();
      if (offset === null) { points(); return; }
      form.elements.offset.value = offset;
    }
    show(button.getAttribute('formaction') || form.getAttribute('action'), new FormData(form));
  }

  // The place to split: the beginning of what is marked inside the clause, counted in the whole text.
  function caret() {
    const marked = getSelection();
    const quote = document.getElementById('quote');
    if (!marked.rangeCount || marked.isCollapsed || !quote.contains(marked.anchorNode)) return null;
    const range = document.createRange();
    range.selectNodeContents(quote);
    range.setEnd(marked.getRangeAt(0).startContainer, marked.getRangeAt(0).startOffset);
    return Number(quote.dataset.start) + range.toString().length;
  }

  // Numbered places to split at, behind each ， ； and 。 of the clause: a digit or the arrows choose, Enter splits.
  function points() {
    const quote = document.getElementById('quote'), say = document.getElementById('splitting');
    if (!say) return;
    if (quote.querySelector('.cutp')) { whole(); return; }
    const text = quote.textContent, start = Number(quote.dataset.start);
    const ends = [...text.matchAll(/[，；。,;]/g)].map((found) => found.index + 1).filter((at) => at < text.trimEnd().length);
    say.hidden = false;
    if (!ends.length) { say.textContent = say.dataset.none; return; }
    const parts = [];
    ends.forEach((at, place) => {
      const button = document.createElement('button');
      button.type = 'button'; button.className = 'cutp'; button.dataset.cut = start + at;
      button.textContent = place + 1;
      button.setAttribute('aria-label', `${place + 1}　${text.slice(at, at + 12)}`);
      parts.push(text.slice(ends[place - 1] || 0, at), button);
    });
    quote.replaceChildren(...parts, text.slice(ends.at(-1)));
    quote.querySelector('.cutp').focus();
  }

  function whole() {
    const quote = document.getElementById('quote');
    quote.querySelectorAll('.cutp').forEach((button) => button.remove());
    quote.normalize();
    document.getElementById('splitting').hidden = true;
    chosen().focus({ preventScroll: true });
  }

  function choosing(event) {
    const all = [...document.querySelectorAll('#quote .cutp')];
    if (!all.length) return false;
    const at = all.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key]
      ?? (/^[1-9]$/.test(event.key) ? Number(event.key) - 1 : null);
    if (event.key === 'Escape') { whole(); return true; }
    if (next === null) return false;
    all[Math.max(0, Math.min(all.length - 1, next))]?.focus();
    return true;
  }

  function cut(offset) {
    const form = chosen().querySelector('form');
    form.elements.offset.value = offset;
    show(form.querySelector('[data-verb=split]').getAttribute('formaction'), new FormData(form));
  }

  // A clause that the reader missed: what is marked in the text, as offsets into the whole text; else a small form.
  function missed() {
    const form = document.getElementById('missed');
    if (!form) return;
    const span = marked();
    if (span) { [form.elements.start.value, form.elements.end.value] = span; add(form); return; }
    form.hidden = false;
    document.querySelector('[data-open=missed]').setAttribute('aria-expanded', 'true');
    sentences('');
    document.getElementById('missing').focus();
  }

  function closed() {
    document.getElementById('missed').hidden = true;
    const opener = document.querySelector('[data-open=missed]');
    opener.setAttribute('aria-expanded', 'false'); opener.focus();
  }

  function marked() {
    const found = getSelection();
    if (!found.rangeCount || found.isCollapsed) return null;
    const range = found.getRangeAt(0);
    const offset = (node, at) => {
      const paragraph = (node.nodeType === 1 ? node : node.parentElement).closest('li[data-start]');
      if (!paragraph) return null;
      const before = document.createRange();
      before.selectNodeContents(paragraph); before.setEnd(node, at);
      return Number(paragraph.dataset.start) + before.toString().length;
    };
    const start = offset(range.startContainer, range.startOffset), end = offset(range.endContainer, range.endOffset);
    return start === null || end === null || end <= start ? null : [start, end];
  }

  // Sentences that no finding holds, in the order of the text; typed words leave those that contain them.
  function sentences(typed) {
    const list = document.getElementById('sentences');
    list.replaceChildren();
    for (const line of document.querySelectorAll('.txt li:not(.hd)')) {
      let at = Number(line.dataset.start);
      for (const run of line.childNodes) {
        if (run.nodeType === 3) {
          for (const found of run.data.matchAll(/[^。；！？\n]{4,}/g)) {
            if (!found[0].includes(typed)) continue;
            const lead = found[0].length - found[0].trimStart().length;
            const option = new Option(found[0].trim(), `${at + found.index + lead}-${at + found.index + lead + found[0].trim().length}`);
            list.add(option);
          }
        }
        at += run.textContent.length;
      }
    }
  }

  // Sent once, after the step under way: a clause that somebody typed is never dropped for being early.
  async function add(form) {
    if (form.dataset.sent) return;
    form.dataset.sent = 'yes';
    getSelection().removeAllRanges();
    const body = new FormData(form);
    try { await running; await show(form.getAttribute('action'), body); } finally { delete form.dataset.sent; }
  }

  function picked(form) {
    const list = document.getElementById('sentences'), option = list.selectedOptions[0];
    if (document.activeElement === list && option) [form.elements.start.value, form.elements.end.value] = option.value.split('-');
    else if (option && !form.elements.words.value.trim()) [form.elements.start.value, form.elements.end.value] = option.value.split('-');
    else form.elements.start.value = form.elements.end.value = '';
    add(form);
  }

  work.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-at]');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); go(link.dataset.at); return; }
    const point = event.target.closest('[data-cut]');
    if (point) { event.preventDefault(); cut(point.dataset.cut); return; }
    if (event.target.closest('[data-open=missed]')) { missed(); return; }
    if (event.target.closest('[data-close=missed]')) { closed(); return; }
    const button = event.target.closest('[data-verb]');
    if (button) { event.preventDefault(); press(button.dataset.verb); }
  });
  work.addEventListener('change', (event) => {
    if (event.target.name === 'comparator') event.target.form.elements.value_high.hidden = event.target.value !== 'range';
  });
  work.addEventListener('submit', (event) => { if (event.target.id === 'missed') { event.preventDefault(); picked(event.target); } });
  work.addEventListener('input', (event) => { if (event.target.id === 'missing') sentences(event.target.value.trim()); });
  work.addEventListener('dblclick', (event) => { if (event.target.closest('#sentences')) picked(document.getElementById('missed')); });
  const keys = { a: () => press('accept'), s: () => press('split'), m: () => press('merge'), x: () => press('reject'), z: () => press('undo'), n: missed, j: () => step(1), k: () => step(-1), e: () => document.getElementById('title')?.focus() };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest('#missed')) {
      if (event.key === 'Escape') { event.preventDefault(); closed(); }
      else if (event.key === 'ArrowDown' && event.target.id === 'missing') {
        event.preventDefault();
        const list = document.getElementById('sentences');
        list.focus(); if (list.selectedIndex < 0) list.selectedIndex = 0;
      } else if (event.key === 'Enter' && event.target.id === 'sentences') { event.preventDefault(); picked(event.target.form); }
      return;
    }
    if (event.target.matches('input, textarea, select')) { if (event.key === 'Escape') event.target.blur(); return; }
    if (choosing(event)) { event.preventDefault(); return; }
    const act = keys[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
  });
  centre();
})();
