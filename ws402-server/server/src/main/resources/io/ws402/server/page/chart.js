// The data rate of the last minute.

const SAMPLES = 60;
const WIDTH = 240;
const HEIGHT = 48;
const SVG = 'http://www.w3.org/2000/svg';

/** A line that moves on by one sample a second, drawn into an SVG of 240 by 48. */
export class Chart {
  #samples = new Array(SAMPLES).fill(0);
  #area = document.createElementNS(SVG, 'path');
  #line = document.createElementNS(SVG, 'path');

  constructor(svg) {
    this.#area.setAttribute('class', 'area');
    this.#line.setAttribute('class', 'line');
    svg.replaceChildren(this.#area, this.#line);
    this.#draw();
  }

  add(value) {
    this.#samples = [...this.#samples.slice(1), value];
    this.#draw();
  }

  /** The average of the last few seconds. */
  get rate() {
    const last = this.#samples.slice(-3);
    return last.reduce((sum, each) => sum + each, 0) / last.length;
  }

  #draw() {
    const highest = Math.max(1, ...this.#samples);
    const points = this.#samples.map((value, i) =>
      `${((i * WIDTH) / (SAMPLES - 1)).toFixed(1)},${(HEIGHT - 2 - (value / highest) * (HEIGHT - 6)).toFixed(1)}`);
    this.#line.setAttribute('d', `M${points.join('L')}`);
    this.#area.setAttribute('d', `M0,${HEIGHT}L${points.join('L')}L${WIDTH},${HEIGHT}Z`);
  }
}
