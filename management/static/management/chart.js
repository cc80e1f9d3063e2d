/** The waits of the day: median line, band from p10 to p90, dashed target. Only uPlot's canvas is drawn by hand here. */
import "./language.js";
import uPlot from "../vendor/uplot.js";
import { clockTime } from "../js/format.js";
import { axisRange, columns, hours, topMinutes } from "./chart_data.js";

/** @typedef {import("./chart_data.js").WaitSlot} WaitSlot */
/** @typedef {{ slots: readonly WaitSlot[], target: number | null, offsetMinutes: number }} Waits */

const LABELS = '14px "Noto Sans Lao Looped", sans-serif';
const INK = { line: "#1e2a5e", band: "rgb(44 60 128 / 16%)", target: "#b3261e", grid: "#e4dccb", label: "#5b5548" };
/** Of the columns: times, median, p10, p90, target. */
const LOW = 2;
const HIGH = 3;

/**
 * A chart that fills its place and follows its size.
 * @param {HTMLElement} place
 */
export function createWaitChart(place) {
  /** @type {uPlot | null} */
  let plot = null;
  /** @type {Waits} */
  let shown = { slots: [], target: null, offsetMinutes: 0 };
  const size = () => ({ width: place.clientWidth, height: place.clientHeight });
  new ResizeObserver(() => plot?.setSize(size())).observe(place);

  return {
    /** @param {Waits} waits */
    show(waits) {
      if (isSame(waits, shown)) return;
      shown = waits;
      plot?.destroy();
      plot = waits.slots.length ? new uPlot(options(waits, size()), dataOf(waits), place) : null;
    },
    redraw() {
      plot?.redraw();
    },
  };
}

/** @param {Waits} one @param {Waits} other */
function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** @param {Waits} waits @returns {uPlot.AlignedData} */
function dataOf({ slots, target }) {
  const { times, median, low, high } = columns(slots);
  const range = axisRange(times);
  const [start, end] = [range[0], range[1]];
  // The target runs over the whole axis, so the axis's ends are rows too.
  const rows = [...new Set([start, ...times, end])].sort((one, other) => one - other);
  /** @param {(number | null)[]} column */
  const onRows = (column) => rows.map((time) => column[times.indexOf(time)] ?? null);
  return [rows, onRows(median), onRows(low), onRows(high), rows.map(() => target)];
}

/** @param {Waits} waits @param {{ width: number, height: number }} size @returns {uPlot.Options} */
function options({ slots, target, offsetMinutes }, size) {
  const { times, high } = columns(slots);
  const [start, end] = axisRange(times);
  return {
    ...size,
    padding: [10, 24, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: [start, end] }, y: { range: [0, topMinutes(high, target)] } },
    axes: [hourAxis(hours(start, end), offsetMinutes), minuteAxis()],
    series: series(),
    bands: [{ series: [HIGH, LOW], fill: INK.band }],
  };
}

/** @param {number[]} splits @param {number} offsetMinutes @returns {uPlot.Axis} */
function hourAxis(splits, offsetMinutes) {
  return {
    font: LABELS,
    stroke: INK.label,
    size: 36,
    grid: { show: false },
    ticks: { show: false },
    splits,
    values: (_, times) => times.map((time) => clockTime(time * 1000, offsetMinutes)),
  };
}

/** @returns {uPlot.Axis} */
function minuteAxis() {
  return {
    font: LABELS,
    stroke: INK.label,
    size: 44,
    grid: { stroke: INK.grid, width: 2 },
    ticks: { show: false },
    incrs: [5, 10, 20, 30, 60, 120],
  };
}

/** @returns {uPlot.Series[]} */
function series() {
  const edge = { stroke: "transparent", points: { show: false } };
  return [
    {},
    { stroke: INK.line, width: 4, points: { size: 7, fill: INK.line } },
    edge,
    edge,
    { stroke: INK.target, width: 2, dash: [6, 5], points: { show: false } },
  ];
}
