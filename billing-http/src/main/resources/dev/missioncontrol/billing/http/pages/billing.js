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

/** The part that changes of a page that came as text; none of another kind of page. */
function pageOf(text) {
  const main = new DOMParser().parseFromString(text, "text/html").getElementById("main");
  return main?.querySelector(".held") ? main : null;
}

function turnTo(main) {
  document.getElementById("main").replaceWith(main);
  main.tabIndex = -1;
  ready();
}

/** Shows in place what a form asks for; where that can't be, the browser goes there as it would without script. */
async function ask(form) {
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "text/html" }, signal: AbortSignal.timeout(30_000),
    });
    const main = pageOf(await answer.text());
    if (main) {
      turnTo(main);
      const found = main.querySelector("#proposal, [aria-invalid=true]") ?? main.querySelector(".error, .banner");
      found?.setAttribute("tabindex", found.getAttribute("tabindex") ?? "-1");
      found?.focus({ preventScroll: true });
      found?.scrollIntoView({ block: "nearest" });
      announce(found?.querySelector("h2, strong")?.textContent ?? found?.textContent ?? "");
      return;
    }
  } catch {
    // The browser says what is wrong.
  }
  form.submit();
}

/** Asks the server to look again, then shows the page as it is now. Says whether the payment is known. */
async function look() {
  const csrf = document.querySelector("input[name=csrf]")?.value ?? "";
  const headers = { Accept: "application/json", "X-CSRF-Token": csrf };
  const synced = await fetch("/api/billing/sync", { method: "POST", headers, signal: AbortSignal.timeout(10_000) });
  if (!synced.ok) return false;
  const page = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store", signal: AbortSignal.timeout(10_000) });
  if (!page.ok || new URL(page.url).pathname !== location.pathname) return false;
  const main = pageOf(await page.text());
  if (!main || main.querySelector("[data-poll]")) return false;
  const hadFocus = document.getElementById("main").contains(document.activeElement);
  turnTo(main);
  if (hadFocus) main.focus();
  history.replaceState(null, "", location.pathname);
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
  if (!event.target.closest("[data-leave]")) return;
  event.preventDefault();
  event.target.closest("section").remove();
  document.getElementById("plans").focus({ preventScroll: true });
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
  const again = !rest(event.target, event.submitter);
  const inPlace = event.target.matches("[data-in-place]");
  if (again || inPlace) event.preventDefault();
  if (!again && inPlace) ask(event.target);
});

addEventListener("pageshow", (event) => {
  if (event.persisted) wake();
});

ready();
const waiting = document.querySelector("[data-poll]");
if (waiting) poll(waiting);
