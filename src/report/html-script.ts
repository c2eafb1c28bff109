/** The page's script: search, filters, and everything open on paper. Plain ES2020, as it runs in the reader's browser. */
export const pageScript = `
'use strict';
const form = document.getElementById('filter');
const query = document.getElementById('query');
const severity = document.getElementById('severity');
const area = document.getElementById('area');
const framework = document.getElementById('framework');
const shown = document.getElementById('shown');
const nothing = document.getElementById('nothing');
const boxes = [...form.querySelectorAll('[name=status]')];
const practices = [...document.querySelectorAll('.practice')].map((element) => ({
  element,
  opened: false,
  area: element.dataset.area,
  frameworks: element.dataset.frameworks.split('\\n'),
  name: element.querySelector('.name').textContent.toLowerCase(),
  chunks: [...element.querySelectorAll('.chunk')].map((chunk) => ({
    element: chunk,
    rows: [...chunk.querySelectorAll('tbody tr')].map((row) => ({ element: row, text: undefined })),
  })),
}));

function isChosen(practice) {
  if (area.value !== '' && practice.area !== area.value) return false;
  return framework.value === '' || practice.frameworks.includes(framework.value);
}

function fits(row, words, practice, statuses) {
  const { s, v } = row.element.dataset;
  if (!statuses.has(s) || (severity.value !== '' && v !== severity.value)) return false;
  if (words.length === 0) return true;
  row.text ??= practice.name + ' ' + row.element.textContent.toLowerCase();
  return words.every((word) => row.text.includes(word));
}

// A search opens what it finds, and closes again only what it opened itself.
function unfold(practice, found) {
  if (found && !practice.element.open) practice.element.open = practice.opened = true;
  else if (!found && practice.opened) practice.element.open = practice.opened = false;
}

function filter() {
  const words = query.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
  const statuses = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  const narrowed = words.length > 0 || severity.value !== '' || area.value !== '' || framework.value !== '' || statuses.size < boxes.length;
  let total = 0;
  for (const practice of practices) {
    let here = 0;
    const chosen = isChosen(practice);
    for (const chunk of practice.chunks) {
      let visible = 0;
      for (const row of chunk.rows) {
        const fit = chosen && fits(row, words, practice, statuses);
        row.element.hidden = !fit;
        if (fit) visible += 1;
      }
      chunk.element.hidden = visible === 0;
      here += visible;
    }
    practice.element.hidden = here === 0;
    unfold(practice, here > 0 && words.length > 0);
    total += here;
  }
  shown.textContent = total + (total === 1 ? ' finding' : ' findings') + (narrowed ? ' shown' : '');
  nothing.hidden = total > 0;
}

let waiting = 0;
form.addEventListener('input', () => {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(filter);
});
form.addEventListener('submit', (event) => event.preventDefault());
document.getElementById('clear').addEventListener('click', () => {
  form.reset();
  filter();
  query.focus();
});
for (const [id, open] of [['unfold', true], ['fold', false]])
  document.getElementById(id).addEventListener('click', () => {
    for (const practice of practices) practice.element.open = open;
  });

// A link to what is folded away opens it.
function reveal() {
  let target = null;
  try {
    target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return;
  }
  if (target === null || target.tagName !== 'DETAILS') return;
  if (target.hidden) {
    form.reset();
    filter();
  }
  target.open = true;
  target.scrollIntoView();
  target.querySelector('summary').focus({ preventScroll: true });
}
addEventListener('hashchange', reveal);

document.addEventListener('keydown', (event) => {
  const typing = event.target instanceof Element && event.target.matches('input, select, textarea');
  if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  query.focus();
});

// As the style has it: these are printed where the reader opened them.
const kept = '.earlier, tr[data-s="pass"] details, tr[data-s="not-applicable"] details';
let closed = [];
addEventListener('beforeprint', () => {
  closed = [...document.querySelectorAll('details:not([open])')].filter((details) => !details.matches(kept));
  for (const details of closed) details.open = true;
});
addEventListener('afterprint', () => {
  for (const details of closed) details.open = false;
});

form.hidden = false;
reveal();
`;
