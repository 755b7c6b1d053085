/** Makes the billing pages smoother. Every form and link works without it. It knows no words: they are in the markup. */

const locale = document.documentElement.lang;
const announce = (sentence) => {
  document.getElementById("announce").textContent = sentence;
};

/** An amount in minor units as money; decimals only where there are some, as the server writes it. */
function money(minorUnits, currency, decimals) {
  const factor = 10 ** decimals;
  const shown = minorUnits % factor === 0 ? 0 : decimals;
  return new Intl.NumberFormat(locale, {
    style: "currency", currency, minimumFractionDigits: shown, maximumFractionDigits: shown,
  }).format(minorUnits / factor);
}

/** A text of the markup with its gap filled. */
const filled = (text, gap, value) => text.replace(gap, () => value);

/** The sum of a form follows its seats. A number out of bounds leaves it as it is; the browser says what is allowed. */
function reckon(input) {
  for (const button of input.parentElement.querySelectorAll("[data-step]")) {
    const next = input.valueAsNumber + Number(button.dataset.step);
    // Not disabled: that would throw the keyboard's focus away.
    button.setAttribute("aria-disabled", next < Number(input.min) || next > Number(input.max));
  }
  if (!input.validity.valid) return;
  const seats = input.valueAsNumber;
  const sum = input.form.querySelector("output");
  const { unit, currency, decimals } = sum.dataset;
  const texts = sum.querySelector(".count").dataset;
  const text = texts[new Intl.PluralRules(locale).select(seats)] ?? texts.other;
  sum.querySelector(".count").textContent = filled(text, "{count}", new Intl.NumberFormat(locale).format(seats));
  const total = sum.querySelector("strong");
  total.textContent = filled(total.dataset.text, "{amount}", money(Number(unit) * seats, currency, Number(decimals)));
}

/** The other interval's form of the same plan keeps the same number. */
function changed(input) {
  for (const twin of input.closest(".choice").querySelectorAll(".stepper input")) {
    if (twin !== input) twin.value = input.value;
    reckon(twin);
  }
}

function step(button) {
  const input = button.parentElement.querySelector("input");
  const from = Number.isNaN(input.valueAsNumber) ? Number(input.min) : input.valueAsNumber;
  const to = from + Number(button.dataset.step);
  input.value = Math.min(Number(input.max), Math.max(Number(input.min), to));
  changed(input);
}

/** One press is one request: buttons rest while the browser leaves, and the pressed one says what it does. */
function rest(form, pressed) {
  if (form.dataset.resting) return false;
  form.dataset.resting = "yes";
  // After the form's data is collected: a disabled button would not send its value.
  setTimeout(() => {
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    if (!pressed?.dataset.busy) return;
    pressed.style.minWidth = `${pressed.offsetWidth}px`;
    pressed.dataset.label = pressed.textContent;
    pressed.textContent = pressed.dataset.busy;
    pressed.setAttribute("aria-busy", "true");
    announce(pressed.dataset.busy);
  });
  return true;
}

/** The browser's back button shows the page as it was left: wake it. */
function wake() {
  for (const form of document.querySelectorAll("form[data-resting]")) {
    delete form.dataset.resting;
    for (const button of form.querySelectorAll("button")) {
      button.disabled = false;
      button.removeAttribute("aria-busy");
      if (button.dataset.label) button.textContent = button.dataset.label;
    }
  }
  ready();
}

function ready() {
  for (const input of document.querySelectorAll(".stepper input")) reckon(input);
}

/** Asks the server to look again, then shows the page as it is now. Says whether the payment is known. */
async function look() {
  const csrf = document.querySelector("input[name=csrf]")?.value ?? "";
  const headers = { Accept: "application/json", "X-CSRF-Token": csrf };
  const synced = await fetch("/api/billing/sync", { method: "POST", headers, signal: AbortSignal.timeout(10_000) });
  if (!synced.ok) return false;
  const page = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store", signal: AbortSignal.timeout(10_000) });
  if (!page.ok || new URL(page.url).pathname !== location.pathname) return false;
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
  const main = fresh.getElementById("main");
  if (!main || main.querySelector("[data-poll]")) return false;
  const old = document.getElementById("main");
  const hadFocus = old.contains(document.activeElement);
  old.replaceWith(main);
  main.tabIndex = -1;
  if (hadFocus) main.focus();
  history.replaceState(null, "", location.pathname);
  ready();
  announce(`${main.querySelector("#held-plan")?.textContent ?? ""}. ${main.querySelector("#held-sentence")?.textContent ?? ""}`);
  return true;
}

async function poll(banner) {
  const stop = Date.now() + Number(banner.dataset.pollFor);
  while (Date.now() < stop) {
    await new Promise((done) => setTimeout(done, Number(banner.dataset.poll)));
    // A failed try is not the last word: the next one may succeed.
    if (await look().catch(() => false)) return;
  }
  banner.classList.add("late");
  document.getElementById("confirming-now").hidden = true;
  document.getElementById("confirming-late").hidden = false;
  announce(document.querySelector("#confirming-late p").textContent);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (button) step(button);
});

document.addEventListener("input", (event) => {
  if (event.target.matches(".stepper input")) changed(event.target);
});

document.addEventListener("change", (event) => {
  if (!event.target.matches(".segments input")) return;
  const address = new URL(location.href);
  address.searchParams.set("interval", event.target.value);
  history.replaceState(null, "", address);
});

document.addEventListener("submit", (event) => {
  if (!rest(event.target, event.submitter)) event.preventDefault();
});

addEventListener("pageshow", (event) => {
  if (event.persisted) wake();
});

ready();
const waiting = document.querySelector("[data-poll]");
if (waiting) poll(waiting);
