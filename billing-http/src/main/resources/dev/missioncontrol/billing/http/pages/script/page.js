/**
 * How long an answer to a form is waited for, in milliseconds: the server may ask the provider for money meanwhile. A form can be sent
 * again then: who stops the browser is told of to no script.
 */
const LONGEST_FORM_MS = 30_000;

/** How long after that a form can be sent again, in milliseconds: not while the browser is about to send it itself. */
const WAKING_AFTER_MS = 1_000;

/** How long one look at a payment's state waits, in milliseconds: another one follows. */
const LONGEST_LOOK_MS = 10_000;

/**
 * Makes the billing pages smoother. Every form and link works without it. It knows no words: they are in the markup.
 *
 * @param root the document, or the shadow root of `<billing-page>`
 * @param ways how it reaches the server and moves: `fetch(path, options)`, `submit(form, pressed)` and `open(path)` where the
 *   browser can't do it by itself, `address()`, `remember(path)`
 */
export function begin(root, ways) {
  let locale = document.documentElement.lang;
  const announce = (sentence) => {
    root.getElementById("announce").textContent = sentence;
  };
  const seats = seatFields(() => locale);
  const sections = laterSections(ways, announce);

  const waking = new WeakMap();

  /** One press is one request: buttons rest while the browser leaves, and the pressed one says what it does. */
  function rest(form, pressed) {
    if (form.dataset.resting) return false;
    form.dataset.resting = "yes";
    wakeLater(form);
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

  /** A second press is no second change: the form's key makes one of both. */
  function wakeLater(form) {
    clearTimeout(waking.get(form));
    waking.set(form, setTimeout(() => wakeForm(form), LONGEST_FORM_MS + WAKING_AFTER_MS));
  }

  function wakeForm(form) {
    clearTimeout(waking.get(form));
    delete form.dataset.resting;
    for (const button of form.querySelectorAll("button")) {
      button.disabled = false;
      button.removeAttribute("aria-busy");
      if (button.dataset.label) button.textContent = button.dataset.label;
    }
  }

  /** The browser's back button shows the page as it was left: wake it. */
  function wake() {
    for (const form of root.querySelectorAll("form[data-resting]")) wakeForm(form);
    ready();
  }

  function ready() {
    for (const input of root.querySelectorAll(".stepper input")) seats.reckon(input);
    for (const part of root.querySelectorAll(".part[data-part]")) sections.watch(part);
    const waiting = root.querySelector("[data-poll]");
    if (waiting && !waiting.dataset.polled) {
      waiting.dataset.polled = "yes";
      poll(waiting);
    }
  }

  /** The part that changes of a page that came as text; none of another kind of page. */
  function pageOf(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const main = page.getElementById("main");
    if (!main?.querySelector(".held")) return null;
    locale = page.documentElement.lang || locale;
    const strip = page.querySelector(".strip");
    if (strip && !root.querySelector(".strip")) root.getElementById("main").before(strip);
    // Around an element the application's page may be in another language.
    for (const one of [main, root.getElementById("announce"), root.querySelector(".strip")]) if (one) one.lang = locale;
    return main;
  }

  /** The keyboard stays on the page where it was there, and where it was not, it is not taken. */
  function turnTo(main) {
    const before = root.getElementById("main");
    const hadFocus = before.contains(root.activeElement);
    before.replaceWith(main);
    main.tabIndex = -1;
    if (hadFocus) main.focus({ preventScroll: true });
    ready();
  }

  /** Leads to what the answer to a form is about: the banner stands before the reason of a refusal, and may be about something else. */
  function point(main) {
    const seen = (one) => one.getClientRects().length > 0;
    const found = [...main.querySelectorAll("#proposal, [aria-invalid=true]")].find(seen)
      ?? main.querySelector(".error") ?? main.querySelector(".banner");
    // A field has the keyboard by itself, and must not fall out of its order.
    if (found && found.tabIndex < 0) found.tabIndex = -1;
    found?.focus({ preventScroll: true });
    found?.scrollIntoView({ block: "nearest" });
    announce(found?.querySelector("h2, strong")?.textContent ?? found?.textContent ?? "");
  }

  /** Shows in place what a form asks for; where that can't be, the browser goes there as it would without script. */
  async function ask(form) {
    try {
      const answer = await ways.fetch(form.getAttribute("action"), {
        method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "text/html" },
        signal: AbortSignal.timeout(LONGEST_FORM_MS),
      });
      const main = pageOf(await answer.text());
      if (main) {
        turnTo(main);
        point(main);
        return;
      }
    } catch {
      // The browser says what is wrong.
    }
    wakeLater(form);
    form.submit();
  }

  /** Asks the server to look again, then shows the page as it is now. Says whether the payment is known. */
  async function look() {
    const csrf = root.querySelector("input[name=csrf]")?.value ?? "";
    const headers = { Accept: "application/json", "X-CSRF-Token": csrf };
    const synced = await ways.fetch("/api/billing/sync", { method: "POST", headers, signal: AbortSignal.timeout(LONGEST_LOOK_MS) });
    if (!synced.ok) return false;
    const page = await ways.fetch(ways.address(), {
      headers: { Accept: "text/html" }, cache: "no-store", signal: AbortSignal.timeout(LONGEST_LOOK_MS),
    });
    if (!page.ok) return false;
    const main = pageOf(await page.text());
    if (!main || main.querySelector("[data-poll]")) return false;
    turnTo(main);
    ways.remember(new URL(ways.address(), document.baseURI).pathname);
    announce(`${main.querySelector("#held-plan")?.textContent ?? ""}. ${main.querySelector("#held-sentence")?.textContent ?? ""}`);
    return true;
  }

  /** Links that stay on the page; in another page's shadow all of ours do. */
  function follow(event, link) {
    const href = link.getAttribute("href");
    const stays = () => event.preventDefault();
    if (link.matches("[data-more]")) {
      stays();
      if (!link.hasAttribute("aria-busy")) sections.more(link);
    } else if (link.matches(".part[data-part] [data-retry]")) {
      stays();
      sections.fill(link.closest(".part"));
    } else if (ways.open && href.startsWith("#")) {
      stays();
      root.getElementById(href.slice(1))?.scrollIntoView();
    } else if (ways.open && !link.hasAttribute("data-leave") && /^\/billing(?:[/?#]|$)/.test(href)) {
      stays();
      ways.open(href);
    }
  }

  async function poll(banner) {
    const stop = Date.now() + Number(banner.dataset.pollFor);
    while (Date.now() < stop && banner.isConnected) {
      await new Promise((done) => setTimeout(done, Number(banner.dataset.poll)));
      // A failed try is not the last word: the next one may succeed.
      if (await look().catch(() => false)) return;
    }
    if (!banner.isConnected) return;
    banner.classList.add("late");
    root.getElementById("confirming-now").hidden = true;
    root.getElementById("confirming-late").hidden = false;
    announce(root.querySelector("#confirming-late p").textContent);
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) seats.step(button);
    const link = event.target.closest("a[href]");
    if (link) follow(event, link);
    if (!event.target.closest("[data-leave]")) return;
    event.preventDefault();
    event.target.closest("section").remove();
    root.getElementById("plans").focus({ preventScroll: true });
  });

  root.addEventListener("input", (event) => {
    if (event.target.matches(".stepper input")) seats.changed(event.target);
  });

  root.addEventListener("change", (event) => {
    if (!event.target.matches(".segments input")) return;
    const address = new URL(ways.address(), document.baseURI);
    address.searchParams.set("interval", event.target.value);
    ways.remember(address.pathname + address.search + address.hash);
  });

  root.addEventListener("submit", (event) => {
    const again = !rest(event.target, event.submitter);
    const inPlace = event.target.matches("[data-in-place]");
    if (again || inPlace || ways.submit) event.preventDefault();
    if (again) return;
    if (ways.submit) ways.submit(event.target, event.submitter);
    else if (inPlace) ask(event.target);
  });

  addEventListener("pageshow", (event) => {
    if (event.persisted) return wake();
    // Some browsers remember over a reload what was disabled.
    for (const button of root.querySelectorAll("form:not([data-resting]) button:disabled")) button.disabled = false;
  });

  ready();
  return {
    wake,
    /** Shows a page that came as text, and leads to what answers a form, if it does; says whether it was one of billing's. */
    turnTo(text, answersForm) {
      const main = pageOf(text);
      if (!main) return false;
      turnTo(main);
      if (answersForm) point(main);
      return true;
    },
  };
}

if (document.body.hasAttribute("data-billing"))
  begin(document, {
    fetch: (path, options) => fetch(path, options),
    address: () => location.href,
    remember: (path) => history.replaceState(null, "", path),
  });
