// The page of a resource is at one stage at a time.

import { $, write } from './dom.js';

const STAGES = ['order', 'unfinished', 'waiting', 'live', 'receipt', 'problem'];
let current;

/** Goes to a stage and puts the focus on its heading, where keyboards and screen readers go on. */
export function goTo(stage, { quietly = false } = {}) {
  if (stage === current) {
    return;
  }
  current = stage;
  STAGES.forEach((each) => {
    $(each).hidden = each !== stage;
  });
  if (!quietly) {
    $(`${stage}-title`).focus();
  }
}

/** Says what happens now, to those who look and to those who listen. */
export function say(text) {
  write('state', text);
}

/** Shows what went wrong and what becomes of the money; `onAgain` where it can be tried again. */
export function showProblem(fault, { onAgain, againText, onBack }) {
  write('problem-reason', fault.message);
  write('problem-money', fault.consequence ?? 'What was paid and is not used comes back by itself.');
  write('problem-code', fault.code ?? 'page_fault');
  $('problem-again').hidden = !onAgain;
  write('problem-again', againText);
  $('problem-again').onclick = onAgain;
  $('problem-back').onclick = onBack;
  goTo('problem');
}
