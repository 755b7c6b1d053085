// Draws the charts out of the tables beside them, and says what a pressed button is doing. Without it, the tables are open.

const MOST_COLOURS = 6;
const HEIGHT = 260;
const AXIS = 12;

// How long a pressed button is busy, in milliseconds: who stops the browser is told of to no script.
const LONGEST_FORM_MS = 30_000;

// Seconds between two lines of an axis of time spans: what people count in.
const SPANS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 43200, 86400, 172800, 604800];

// Between two lines of an axis of counts: whole ones, and tenths where what is counted is an average.
const WHOLE = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();
const TENTHS = [0.1, 0.2, 0.5, ...WHOLE];

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function colour(index) {
  return token(`--console-${(index % MOST_COLOURS) + 1}`);
}

/** Points by their place on the axis, oldest first, and one series for each column that is drawn. */
function read(table) {
  const rows = [...table.tBodies[0].rows]
    .map((row) => ({
      x: Number(row.cells[0].dataset.x),
      y: [...row.querySelectorAll("[data-y]")].map((cell) => Number(cell.dataset.y)),
    }))
    .sort((a, b) => a.x - b.x);
  const names = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent);
  const width = rows[0]?.y.length ?? 0;
  return {
    x: rows.map((row) => row.x),
    series: names.slice(0, width).map((name, i) => ({ name, values: rows.map((row) => row.y[i]) })),
  };
}

function writer(figure) {
  const [unit, currency] = figure.dataset.unit.split(" ");
  if (unit === "money") {
    const scale = 10 ** Number(figure.dataset.decimals);
    const style = { style: "currency", currency: currency.toUpperCase() };
    const exact = new Intl.NumberFormat("en-US", { ...style, maximumFractionDigits: 0 });
    const short = new Intl.NumberFormat("en-US", { ...style, notation: "compact", maximumFractionDigits: 1 });
    return { exact: (v) => exact.format(v / scale), short: (v) => short.format(v / scale) };
  }
  if (unit === "seconds") {
    const text = (v) => (v < 60 ? `${Math.round(v)} s` : v < 3600 ? `${Math.round(v / 60)} min` : `${(v / 3600).toFixed(1)} h`);
    return { exact: text, short: text };
  }
  const number = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
  const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
  return { exact: (v) => number.format(v), short: (v) => short.format(v) };
}

function dates(axis) {
  const day = { day: "numeric", month: "short", timeZone: "UTC" };
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" };
  const tick = new Intl.DateTimeFormat("en-GB", axis === "day" ? day : clock);
  const exact = new Intl.DateTimeFormat("en-GB", axis === "day" ? { ...day, year: "numeric" } : { ...day, ...clock });
  const suffix = axis === "day" ? "" : " UTC";
  return { tick: (s) => tick.format(s * 1000), exact: (s) => exact.format(s * 1000) + suffix };
}

/** What the lines of an axis may be apart, so that each is labelled with what it is; the library's own choice for money. */
function steps(unit, series) {
  if (unit === "seconds") return { incrs: SPANS };
  if (unit !== "count") return {};
  return { incrs: series.every(({ values }) => values.every(Number.isInteger)) ? WHOLE : TENTHS };
}

/** Each series on top of those below it, and the bands between them. */
function stacked(series) {
  const sums = series[0].values.map(() => 0);
  return series.map(({ values }) => values.map((value, i) => (sums[i] += value)));
}

function legend(figure, data, kind, write, when) {
  const list = document.createElement("ul");
  list.className = "legend";
  const at = document.createElement("li");
  at.className = "at";
  list.append(at);
  const figures = data.series.map(({ name }, i) => {
    const item = document.createElement("li");
    const swatch = document.createElement("span");
    swatch.className = `swatch c${(i % MOST_COLOURS) + 1}`;
    const value = document.createElement("b");
    item.append(swatch, document.createTextNode(name), value);
    list.append(item);
    return value;
  });
  const together = document.createElement("b");
  if (kind === "stack" && data.series.length > 1) {
    const item = document.createElement("li");
    item.append(document.createTextNode("Together"), together);
    list.append(item);
  }
  figure.querySelector(".plot").append(list);
  return (index) => {
    const i = index ?? data.x.length - 1;
    at.textContent = when.exact(data.x[i]);
    let sum = 0;
    data.series.forEach(({ values }, s) => {
      figures[s].textContent = write.exact(values[i]);
      sum += values[i];
    });
    together.textContent = write.exact(sum);
  };
}

function seriesOf(data, kind) {
  return data.series.map(({ name }, i) => {
    const stroke = () => colour(i);
    if (kind === "bars")
      return { label: name, stroke, fill: stroke, width: 0, points: { show: false }, paths: uPlot.paths.bars({ size: [0.7, 24], align: i === 0 ? -1 : 1 }) };
    const alone = data.x.length < 2;
    return {
      label: name,
      stroke,
      width: kind === "stack" ? 1.5 : 2,
      fill: kind === "stack" && i > 0 ? undefined : () => `color-mix(in srgb, ${colour(i)} ${kind === "stack" ? 55 : 14}%, transparent)`,
      points: { show: alone, size: 8 },
    };
  });
}

function draw(figure) {
  const table = figure.querySelector("table");
  const data = read(table);
  if (data.x.length === 0 || data.series.length === 0) return false;
  const kind = figure.dataset.chart;
  const place = figure.querySelector(".plot");
  const write = writer(figure);
  const when = dates(figure.dataset.axis);
  const values = kind === "stack" ? stacked(data.series) : data.series.map((one) => one.values);
  // The highest stack is drawn first, so that those below it lie on top, each down to the next.
  const show = legend(figure, data, kind, write, when);
  show(null);
  const axis = {
    stroke: () => token("--billing-muted"),
    grid: { stroke: () => token("--billing-line"), width: 1 },
    ticks: { show: false },
    font: `${AXIS}px system-ui, sans-serif`,
  };
  const series = seriesOf(data, kind);
  const bands = kind === "stack"
    ? series.slice(1).map((_, i) => ({
        series: [i + 2, i + 1],
        fill: () => `color-mix(in srgb, ${colour(i + 1)} 55%, transparent)`,
      }))
    : [];
  const span = data.x[data.x.length - 1] - data.x[0];
  const chart = new uPlot(
    {
      width: place.clientWidth,
      height: HEIGHT,
      tzDate: (s) => uPlot.tzDate(new Date(s * 1000), "Etc/UTC"),
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      scales: {
        x: { time: true, range: span === 0 ? (_, x) => [x - 43200, x + 43200] : undefined },
        y: { range: (_, min, max) => [0, max > 0 ? max * 1.08 : 1] },
      },
      axes: [
        { ...axis, grid: { show: false }, size: 32, space: 80, values: (_, ticks) => ticks.map(when.tick) },
        { ...axis, size: 64, space: 44, ...steps(figure.dataset.unit, data.series), values: (_, ticks) => ticks.map(write.short) },
      ],
      series: [{}, ...series],
      bands,
      hooks: { setCursor: [(u) => show(u.cursor.idx)] },
    },
    [data.x, ...values],
    place,
  );
  chart.root.setAttribute("aria-hidden", "true");
  new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height: HEIGHT })).observe(place);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => chart.redraw(false));
  figure.querySelector("details").open = false;
  return true;
}

// Until here, the style sheet keeps the place of each chart free and its table unseen, so that nothing jumps.
for (const figure of document.querySelectorAll("[data-chart]")) {
  if (!window.uPlot || !draw(figure)) figure.querySelector(".plot").hidden = true;
  figure.classList.add("settled");
}

document.addEventListener("submit", (event) => {
  const pressed = event.submitter;
  if (!pressed?.dataset.busy) return;
  if (pressed.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  const label = pressed.textContent;
  pressed.textContent = pressed.dataset.busy;
  pressed.setAttribute("aria-busy", "true");
  setTimeout(() => {
    pressed.textContent = label;
    pressed.removeAttribute("aria-busy");
  }, LONGEST_FORM_MS);
});

// A page that comes back out of the browser's memory is not busy any more.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
