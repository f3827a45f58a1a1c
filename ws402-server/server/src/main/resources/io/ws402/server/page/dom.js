// The little of a framework that this page needs.

export const $ = (id) => document.getElementById(id);

/** An element with properties and children; texts stay texts. */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Sets a text where it differs, so that assistive technology hears of changes alone. */
export function write(id, text) {
  const target = $(id);
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

/** A radio button with its words, as one of a group. */
export function radio(group, value, checked, ...words) {
  return element('label', { className: 'choice' },
    element('input', { type: 'radio', name: group, value, checked }),
    element('span', {}, ...words));
}

/** A button that copies a text, and says so. */
export function copyButton(text, what) {
  const button = element('button', { type: 'button', textContent: 'Copy' });
  button.setAttribute('aria-label', `Copy ${what}`);
  button.addEventListener('click', () => copy(text, button));
  return button;
}

export async function copy(text, button) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch (refusal) {
    button.textContent = 'Select it to copy';
  }
  setTimeout(() => {
    button.textContent = before;
  }, 2000);
}
